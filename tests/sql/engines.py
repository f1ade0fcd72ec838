"""The three engines behind one small face: `run` a statement, `rows` of a query as dicts, `close`.

An engine that is not installed raises Missing with the reason; the tests name it and skip it. DIANZHANG_ENGINES
(duckdb,clickhouse,spark) narrows the run.
"""

import atexit
import json
import os
import shutil
import tempfile
from decimal import Decimal

NAMES = ["duckdb", "clickhouse", "spark"]


class Missing(Exception):
    """The engine cannot run here."""


class DuckDb:
    loaded = None
    name = "duckdb"

    def __init__(self):
        try:
            import duckdb
        except ImportError as error:
            raise Missing(f"the package duckdb is not installed ({error})")
        self.version = f"DuckDB {duckdb.__version__}"
        self.connection = duckdb.connect()

    def run(self, statement):
        self.connection.execute(statement)

    def rows(self, query):
        cursor = self.connection.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]

    def close(self):
        self.connection.close()


class ClickHouse:
    loaded = None
    name = "clickhouse"

    def __init__(self):
        try:
            from chdb import session
        except ImportError as error:
            raise Missing(f"the package chdb is not installed ({error})")
        self.folder = tempfile.mkdtemp(prefix="dianzhang-clickhouse-")
        self.session = session.Session(self.folder)
        self.run("CREATE DATABASE IF NOT EXISTS shop")
        self.run("USE shop")
        self.version = "ClickHouse " + self.rows("SELECT version() AS version")[0]["version"]

    def run(self, statement):
        self.session.query(statement)

    def rows(self, query):
        # Numbers of 64 bits and decimals as text, so that no float stands between.
        settings = "output_format_json_quote_64bit_integers = 0, output_format_json_quote_decimals = 1"
        query += (", " if "\nSETTINGS " in query else "\nSETTINGS ") + settings
        answer = json.loads(str(self.session.query(query, "JSONCompact")))
        names = [column["name"] for column in answer["meta"]]
        money = [("Decimal" in column["type"]) for column in answer["meta"]]
        read = lambda value, exact: Decimal(value) if exact and value is not None else value
        return [dict(zip(names, map(read, row, money))) for row in answer["data"]]

    def close(self):
        self.session.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Spark:
    loaded = None
    name = "spark"

    def __init__(self):
        if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
            raise Missing("there is no Java")
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise Missing(f"the package pyspark is not installed ({error})")
        self.folder = tempfile.mkdtemp(prefix="dianzhang-spark-")
        settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.default.parallelism": "2",
                    "spark.driver.memory": "2g", "spark.sql.warehouse.dir": self.folder, "spark.ui.showConsoleProgress": "false",
                    "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
                    "spark.sql.adaptive.enabled": "false", "spark.sql.codegen.wholeStage": "false",
                    "spark.sql.session.timeZone": "America/Los_Angeles"}  # the figures must not depend on it
        builder = SparkSession.builder.master("local[2]").appName("dianzhang")
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("FATAL")
        self.version = f"Spark {self.session.version}"

    def run(self, statement):
        self.session.sql(statement)

    def rows(self, query):
        return [row.asDict() for row in self.session.sql(query).collect()]

    def close(self):
        self.session.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


KINDS = {"duckdb": DuckDb, "clickhouse": ClickHouse, "spark": Spark}


def wanted():
    return [name for name in os.environ.get("DIANZHANG_ENGINES", ",".join(NAMES)).split(",") if name]


running = {}


def started(name):
    """The engine of this run: one session for all tests, for Spark takes its time to start. It ends with the process."""
    if name not in running:
        running[name] = KINDS[name]()
        atexit.register(running[name].close)
    return running[name]
