"""What recovery_kit adds to the person's own Jupyter server.

A save of one of our notebooks carries nothing that was typed or shown (`strip`), and
the page may ask whether a notebook is one we shipped before it runs it (`ready`). The
page's half is the lab extension beside this file.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

__all__: list[str] = []


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "recovery_kit.jupyter"}]


def _load_jupyter_server_extension(server: "ServerApp") -> None:
    from jupyter_server.utils import url_path_join

    from recovery_kit.jupyter.ready import ReadyHandler
    from recovery_kit.jupyter.save import strip_on_save

    # Registered, not assigned: a hook of the person's own goes on running.
    server.contents_manager.register_pre_save_hook(strip_on_save)
    base = server.web_app.settings["base_url"]
    address = url_path_join(base, "recovery-kit", "ready")
    server.web_app.add_handlers(".*$", [(address, ReadyHandler)])
