"""Runs the block of Python of docs/onnx-at-scale.md as it stands, with stand-ins for spark and for what it takes of pyspark.

    run_spark_page.py PAGE MODEL ROWS SCORES

ROWS is JSON: {"batchSize": 700, "columns": {"amount": {"type": "float32", "values": [1, null]}, ...}}. The columns get the types that
pyarrow makes of Spark's for pandas. SCORES becomes {"score": [...]} , or {"error": "..."} where the function refused a batch.
"""
import json
import re
import sys
import types

import numpy as np
import pandas as pd

page, model, rows, scores = sys.argv[1:]


def series(kind, values):
    """A column as pyarrow's to_pandas gives it: what is missing decides the type."""
    is_missing = any(value is None for value in values)
    if kind in ("float32", "float64"):
        return pd.Series([np.nan if value is None else value for value in values], dtype=kind)
    if kind == "string":
        return pd.Series(values, dtype=object)
    if is_missing:
        return pd.Series(values, dtype=object) if kind == "bool" else pd.Series(
            [np.nan if value is None else value for value in values], dtype="float64")
    return pd.Series(values, dtype=kind)


class Frame:
    """A data frame of Spark, as far as the page uses one."""

    def __init__(self, columns):
        self.columns = columns
        self.write = self

    def __getitem__(self, name):
        return name, self.columns[name]

    def withColumn(self, name, values):
        return Frame({**self.columns, name: values})

    def parquet(self, folder):
        assert folder == "scored/", folder
        written.append(self)


def pandas_udf(result):
    """Calls the function batch by batch, as Spark does, and holds its result to the type that was named."""
    assert result == "float", result

    def decorate(function):
        def call(frame):
            parts = []
            for start in range(0, len(frame), batch_size):
                batch = frame.iloc[start:start + batch_size].reset_index(drop=True)
                # Missing values decide the type batch by batch.
                batch = pd.DataFrame({name: series(given[name]["type"], [
                    None if value is None or value != value else value for value in batch[name]]) for name in batch})
                part = function(batch)
                assert isinstance(part, pd.Series) and part.dtype == np.float32 and len(part) == len(batch), part
                parts.extend(float(value) for value in part)
            return parts
        return call
    return decorate


def struct(*columns):
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns})


with open(rows, encoding="utf-8") as file:
    document = json.load(file)
given, batch_size, written, sent = document["columns"], document["batchSize"], [], []


def read(folder):
    assert folder == "payments/", folder
    return Frame({name: column["values"] for name, column in given.items()})


def local_path(name):
    assert sent == [name], (sent, name)
    return model


spark = types.SimpleNamespace(
    sparkContext=types.SimpleNamespace(addFile=sent.append), read=types.SimpleNamespace(parquet=read))
pyspark = types.ModuleType("pyspark")
pyspark.SparkFiles = types.SimpleNamespace(get=local_path)
functions = types.ModuleType("pyspark.sql.functions")
functions.pandas_udf, functions.struct = pandas_udf, struct
sys.modules.update({"pyspark": pyspark, "pyspark.sql": types.ModuleType("pyspark.sql"), "pyspark.sql.functions": functions})

with open(page, encoding="utf-8") as file:
    (block,) = re.findall(r"^```python\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)
try:
    exec(compile(block, page, "exec"), {"spark": spark})
    (frame,) = written
    result = {"score": frame.columns["score"]}
except (TypeError, ValueError) as error:
    result = {"error": f"{type(error).__name__}: {error}"}
with open(scores, "w", encoding="utf-8") as file:
    json.dump(result, file)
