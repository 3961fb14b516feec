# Stands in for udisks2 on a bus of its own: opens one file for whoever asks, or says no. usage: BUS FILE MODE
import os
import sys

import dbus
import dbus.bus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

address, file, mode = sys.argv[1:]
dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.bus.BusConnection(address)
name = dbus.service.BusName("org.freedesktop.UDisks2", bus)


class NotAuthorized(dbus.DBusException):
    _dbus_error_name = "org.freedesktop.UDisks2.Error.NotAuthorized"


class Block(dbus.service.Object):
    @dbus.service.method("org.freedesktop.UDisks2.Block", in_signature="sa{sv}", out_signature="h")
    def OpenDevice(self, access, options):
        flags = int(options.get("flags", 0))
        # As udisks2 does: the access stands in a word of its own.
        if mode == "refuses" or access != "rw" or flags & (os.O_RDWR | os.O_WRONLY):
            raise NotAuthorized("Not authorized to perform operation")
        fd = os.open(file, os.O_RDWR | flags)
        passed = dbus.types.UnixFd(fd)
        os.close(fd)
        return passed


Block(bus, "/org/freedesktop/UDisks2/block_devices/sdb")
print("READY", flush=True)
GLib.MainLoop().run()
