#!/usr/bin/env python3
"""A copy of the register of WeGO in a SQLite file, kept up to date from the feed of changes.

    export WEGO_URL=https://members.example.org     # the site
    export WEGO_KEY=wego_...                        # a key with the scope register:history
    python3 mirror.py sync register.sqlite3         # the first time everything, later what is new
    python3 mirror.py list register.sqlite3 --on 2019-12-31

`sync` can be stopped at any time and run again: each page and the cursor behind it are one transaction.
Standard library only.
"""

import argparse
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from datetime import date

TABLES = """
CREATE TABLE IF NOT EXISTS region (id TEXT PRIMARY KEY, code TEXT);
CREATE TABLE IF NOT EXISTS country (id TEXT PRIMARY KEY, region TEXT);
CREATE TABLE IF NOT EXISTS member (
    id TEXT PRIMARY KEY, number INTEGER, kind TEXT, country TEXT, website TEXT,
    capital INTEGER, latitude REAL, longitude REAL, merged_into TEXT
);
CREATE TABLE IF NOT EXISTS name (id TEXT PRIMARY KEY, member TEXT, language TEXT, name TEXT, valid_from TEXT);
CREATE TABLE IF NOT EXISTS standing (
    place INTEGER PRIMARY KEY, id TEXT UNIQUE, member TEXT, status TEXT, since TEXT, since_is_opening INTEGER
);
CREATE TABLE IF NOT EXISTS figure (
    place INTEGER PRIMARY KEY, id TEXT UNIQUE, member TEXT, population INTEGER, year INTEGER, source TEXT
);
CREATE TABLE IF NOT EXISTS cursor (cursor TEXT);
"""
MEMBERS = """
SELECT member.id, member.number, member.kind, member.country, region.code, member.capital, member.website,
       standing.status, standing.since, standing.since_is_opening, {names}
FROM member
JOIN standing ON standing.place = (
    SELECT place FROM standing other WHERE other.member = member.id AND other.since <= :on
    ORDER BY other.since DESC, other.place DESC LIMIT 1
)
LEFT JOIN country ON country.id = member.country
LEFT JOIN region ON region.id = country.region
WHERE standing.status IN ('associate', 'full')
ORDER BY member.number
"""
NAME = """
(SELECT name FROM name WHERE name.member = member.id AND language = '{}' AND ifnull(valid_from, '') <= :on
 ORDER BY ifnull(valid_from, '') DESC LIMIT 1)
"""


# --- what each event does ------------------------------------------------------------------------
def put(db, table, **values):
    """Write the given columns of a row, whether it is there or not; what has no column here is passed over."""
    columns = [one[0] for one in db.execute(f"SELECT * FROM {table} LIMIT 0").description]
    names = [name for name in columns if name in values]
    db.execute(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names)}",
        [values[name] for name in names],
    )


def remove(db, table, row):
    db.execute(f"DELETE FROM {table} WHERE id = ?", [row])


def apply(db, change):
    """Take one change over. Events and fields that a later release adds are passed over."""
    thing, _dot, act = change["event"].partition(".")
    data, about = change["data"], change["id"]
    if thing in ("region", "country", "member", "name") and act == "removed":
        remove(db, thing, about)
    elif thing == "region":
        put(db, "region", id=about, code=data["code"])
    elif thing == "country":
        put(db, "country", id=about, region=data["region"])
    elif thing in ("member", "city"):
        put(db, "member", id=about, **data)
    elif thing == "name":
        put(db, "name", id=about, member=change["member"], **data)
    elif thing == "standing":
        corrects = data.pop("corrects")
        if corrects:  # what was wrong does not hold any more, whatever takes its place
            remove(db, "standing", corrects)
        if act == "recorded":
            put(db, "standing", id=about, member=change["member"], **data)
    elif thing == "figure" and act == "recorded":
        put(db, "figure", id=about, member=change["member"], **data)
    elif thing == "figure":
        remove(db, "figure", about)
    elif thing == "merge":
        put(db, "member", id=change["member"], merged_into=data["kept"] if act == "done" else None)


# --- following the feed ---------------------------------------------------------------------------
def sync(db, site, key):
    """Take over all that is new; how many changes."""
    row = db.execute("SELECT cursor FROM cursor").fetchone()
    page = f"{site}/api/v1/changes/?page_size=500" + (f"&cursor={row[0]}" if row else "")
    count = 0
    while page:
        answer = ask(page, key)
        with db:
            for change in answer["results"]:
                apply(db, change)
            db.execute("DELETE FROM cursor")
            db.execute("INSERT INTO cursor VALUES (?)", [answer["cursor"]])
        count += len(answer["results"])
        page = answer["next"]
    return count


def ask(url, key):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"})
    while True:
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            if "Retry-After" not in error.headers:
                sys.exit(f"{error.code}: {json.load(error)['error']['message']}")
            time.sleep(int(error.headers["Retry-After"]))


# --- reading it -----------------------------------------------------------------------------------
def members(db, on):
    """The members at the end of the day, like the results of /api/v1/members/?on=..."""
    names = ", ".join(NAME.format(language) for language in ("en", "ko", "local"))
    for row in db.execute(MEMBERS.format(names=names), {"on": on}):
        key, number, kind, country, region, capital, website, status, since, is_opening, *name = row
        yield {
            "key": key,
            "number": number,
            "name": name[0] or "",
            "name_ko": name[1] or "",
            "name_local": name[2] or "",
            "kind": kind,
            "country": country,
            "region": region,
            "capital": bool(capital) if kind == "city" else None,
            "status": status,
            "since": since,
            "since_is_opening": bool(is_opening),
            "website": website,
        }


def population(db, key):
    """The newest population on record of a member with its year and source; None where there is none."""
    sql = "SELECT population, year, source FROM figure WHERE member = ? ORDER BY year DESC, place DESC LIMIT 1"
    return db.execute(sql, [key]).fetchone()


def open_copy(path):
    db = sqlite3.connect(path)
    db.executescript(TABLES)
    return db


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("act", choices=["sync", "list"])
    parser.add_argument("file")
    parser.add_argument("--on", default=date.today().isoformat())
    given = parser.parse_args()
    db = open_copy(given.file)
    if given.act == "sync":
        print(sync(db, os.environ["WEGO_URL"].rstrip("/"), os.environ["WEGO_KEY"]), "changes")
    else:
        for member in members(db, given.on):
            print(json.dumps(member, ensure_ascii=False))


if __name__ == "__main__":
    main()
