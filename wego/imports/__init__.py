"""Tables that come in as spreadsheets: read, planned, shown, and applied exactly as shown."""
