"""The register as open data: the same files for every reader, with nothing in them that is about a person."""
