"""What a batch run leaves on disk: a folder of tables that pandas, polars, DuckDB and Spark read as they are."""
