"""Stance inside other people's pipelines. Each module is imported by those alone who have what it plugs into."""
