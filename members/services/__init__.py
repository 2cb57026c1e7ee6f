"""Everything that writes more than one row: keyword-only, atomic, `by=` the person who acts.

Form, admin, API, import and command call these functions; nothing else writes those tables.
"""
