"""Small files in the formats in which the World Bank's indicator has been met."""

import io
import zipfile

GDP = "NY.GDP.PCAP.PP.CD"
NAME = "GDP per capita, PPP (current international $)"
ROWS = [
    ("Korea, Rep.", "KOR", {"2017": "40957.4", "2018": "43001.2518", "2019": "43044.8"}),
    ("Nepal", "NPL", {"2017": "3199.9", "2018": "3450.123456789012"}),
    ("Venezuela, RB", "VEN", {}),
    ("World", "WLD", {"2017": "16000.5", "2018": "17000.5"}),
    ("Channel Islands", "CHI", {"2018": "55555.5"}),
]
YEARS = ("2017", "2018", "2019")


def table(
    rows=ROWS, *, vintage="2020-07-01", bom=True, end="\r\n", quoted=True, trailing=True, indicator=GDP, years=YEARS
) -> bytes:
    """The table as text; `vintage` "" leaves the preamble out, as in files that somebody worked on."""

    def line(*cells: str) -> str:
        plain = quoted or any("," in cell for cell in cells)
        said = [f'"{cell}"' if quoted or "," in cell else cell for cell in cells] if plain else list(cells)
        return ",".join(said) + ("," if trailing else "") + end

    said = line("Data Source", "World Development Indicators") + end + line("Last Updated Date", vintage) + end
    text = said if vintage else ""
    text += line("Country Name", "Country Code", "Indicator Name", "Indicator Code", *years)
    for name, code, values in rows:
        text += line(name, code, NAME, indicator, *(values.get(year, "") for year in years))
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode()


def packed(content: bytes | None = None, *, name: str = f"API_{GDP}_DS2_en_csv_v2_1.csv") -> bytes:
    """The ZIP as downloaded: the table between its two files of metadata."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Metadata_Indicator_API_1.csv", '"INDICATOR_CODE",\r\n')
        archive.writestr(name, table() if content is None else content)
        archive.writestr("Metadata_Country_API_1.csv", '"Country Code","SpecialNotes",\r\n"ABW","two\nlines",\r\n')
    return buffer.getvalue()
