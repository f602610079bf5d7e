"""The shell of an app, as Tauri's on Linux: a WebKitGTK that has `app://-/page.html`
from a folder."""

import mimetypes
import os
import subprocess
import sys

import gi

# A screen that nobody sees.
number, there = os.pipe()
subprocess.Popen(["Xvfb", "-displayfd", str(there), "-nolisten", "tcp"], pass_fds=[there])
os.close(there)
os.environ["DISPLAY"] = ":" + os.fdopen(number).readline().strip()

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gio, Gtk, WebKit2  # noqa: E402, which needs the screen

folder = sys.argv[1]


def answer(request):
    path = request.get_path()
    stream = Gio.File.new_for_path(folder + path).read()
    request.finish(stream, -1, mimetypes.guess_type(path)[0])


context = WebKit2.WebContext.new_ephemeral()
context.register_uri_scheme("app", answer)
view = WebKit2.WebView.new_with_context(context)
window = Gtk.OffscreenWindow()
window.add(view)
window.show_all()
view.load_uri("app://-/page.html")
Gtk.main()
