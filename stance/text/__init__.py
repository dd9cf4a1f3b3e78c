"""Files to documents, documents to blocks, blocks to sentences."""
