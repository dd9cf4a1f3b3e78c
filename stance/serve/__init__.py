"""The model as a service: REST and a page. Needs the extra ``serve``.

``stance.serve.app.create_app`` makes the ASGI application, ``stance.serve.run.serve`` runs it.
"""
