"""A published list of members against the register of a day: read, matched, compared. Pure: nothing here asks the
database or writes to it.

    headers     which column says what
    reading     what a cell says
    entries     a row of the list and a member of the register, as they are compared
    spellings   under which keys a name is found, and how surely
    similar     what a name may mean that is found under none
    matching    which row is which member, one to one
    results     what came out for a row or a member, and how the two differ
    words       the same in sentences
"""
