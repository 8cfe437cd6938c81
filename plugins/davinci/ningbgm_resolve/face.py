"""What the person sees: a small window where the edition has one, else a page in the browser."""

import html
import os
import tempfile
import webbrowser

from .edition import can

_PAGE = """<!doctype html><meta charset="utf-8">%s<title>NingBGM</title>
<body style="font:16px/1.5 sans-serif;margin:3em;white-space:pre-wrap;background:#202024;color:#ddd">%s"""


def face_for(given, opened=webbrowser.open):
    """The face for what Resolve gave the script: UIManager is Studio's own since 19.1."""
    ui, bmd = getattr(given.get("fusion"), "UIManager", None), given.get("bmd")
    return Window(ui, bmd.UIDispatcher(ui)) if ui and can(bmd, "UIDispatcher") else Page(opened)


class Page:
    """A file that the browser reads again each second while work goes on; the console gets it, too."""

    def __init__(self, opened):
        self._opened, self._path, self._last = opened, "", ()

    def follow(self, step):
        """Show the sentences that `step(cancelled)` gives until it gives None."""
        for said in iter(lambda: step(False), None):
            self._write(said, '<meta http-equiv="refresh" content="1">')

    def show(self, text, answer=""):
        """Show some lines at the end; never whether `answer` was pressed, as nobody can click here."""
        self._write(text, "")
        return False

    def _write(self, text, again):
        if (text, again) == self._last:
            return
        print(text)
        first, self._last = not self._path, (text, again)
        self._path = self._path or os.path.join(tempfile.mkdtemp(prefix="ningbgm-"), "ningbgm.html")
        with open(self._path, "w", encoding="utf-8") as file:
            file.write(_PAGE % (again, html.escape(text)))
        if first:
            self._opened("file://" + self._path)


class Window:
    """Fusion's own toolkit: a text, and two buttons."""

    def __init__(self, ui, dispatcher):
        self._dispatcher, self._pressed = dispatcher, ""
        look = {"ID": "NingBGM", "WindowTitle": "NingBGM", "Geometry": [300, 300, 480, 220]}
        text = ui.Label({"ID": "Text", "WordWrap": True, "Weight": 1})
        buttons = ui.HGroup({"Weight": 0}, [ui.Button({"ID": "Do"}), ui.Button({"ID": "Close"})])
        self._window = dispatcher.AddWindow(look, [ui.VGroup([text, buttons])])
        self._items, self._timer = self._window.GetItems(), ui.Timer({"ID": "Tick", "Interval": 100})
        self._window.On.NingBGM.Close = self._window.On.Close.Clicked = lambda event: self._press("Close")
        self._window.On.Do.Clicked = lambda event: self._press("Do")

    def follow(self, step):
        """Show the sentences that `step(cancelled)` gives until it gives None."""

        def tick(event):
            said = step(self._pressed == "Close")
            if said is None:
                self._dispatcher.ExitLoop()
            else:
                self._items["Text"].Text = said

        self._dispatcher.On.Timeout = tick
        self._timer.Start()
        self._loop("", "Cancel", False)
        self._timer.Stop()

    def show(self, text, answer=""):
        """Show some lines until they are read; whether the button `answer` was pressed."""
        self._items["Text"].Text = text
        self._loop(answer, "Close", True)
        return self._pressed == "Do"

    def _loop(self, do, close, until_pressed):
        self._pressed, self._until_pressed = "", until_pressed
        self._items["Do"].Text, self._items["Do"].Hidden, self._items["Close"].Text = do, not do, close
        self._window.Show()
        self._dispatcher.RunLoop()
        self._window.Hide()

    def _press(self, button):
        self._pressed = button
        if self._until_pressed:
            self._dispatcher.ExitLoop()
