"""The database db-prod of the seed: a PostgreSQL of its own for as long as the lines run. `seen` has its URL, for the proofs."""
import contextlib
import pathlib
import sys
import tempfile
import types

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
import postgres


@contextlib.contextmanager
def db_prod():
    with tempfile.TemporaryDirectory(prefix="chitty-neon-") as folder:
        cluster = pathlib.Path(folder, "cluster")
        postgres.start(cluster)
        try:
            url = (cluster / "url").read_text().strip()
            yield types.SimpleNamespace(url=url, seen=[url])
        finally:
            postgres.stop(cluster)


REMOTES = {"DB_PROD": db_prod}
