"""Who is who: the catalogue of actors, finding their mentions, references and speakers."""
