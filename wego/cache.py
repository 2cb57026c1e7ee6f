"""The cache that all processes share where no other one is set."""

from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router, transaction


class CountingCache(DatabaseCache):
    """Django's cache in the database, whose counters count: Django reads one and writes it again, so of two requests at
    once one would be lost."""

    def incr(self, key, delta=1, version=None):
        using = router.db_for_write(self.cache_model_class)
        try:
            with transaction.atomic(using=using):
                self._lock(connections[using], self.make_and_validate_key(key, version=version))
                return super().incr(key, delta, version)
        except DatabaseError:  # locked for too long: better a count too low than no answer
            return super().incr(key, delta, version)

    def _lock(self, connection, key: str) -> None:
        table = connection.ops.quote_name(self._table)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET cache_key = cache_key WHERE cache_key = %s", [key])
