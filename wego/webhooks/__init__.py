"""Webhooks: what happens in the register is told to partners over https (docs/webhooks.md).

types    which events there are; each app names its own
outbox   `emit`: the event and its deliveries, rows in the caller's transaction
sending  one delivery: claimed, signed, sent, recorded; the next try
jobs     works off what is due; endpoints and repeating: the acts of administrators
"""
