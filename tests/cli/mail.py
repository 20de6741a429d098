#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mail as a mail server on loopback sees it: all alarms in one, over TLS where it is asked for, no password in the clear; a server
that cannot show who it is gets nothing, and nothing is lost by that, nor by a kill.

usage: mail.py VEDETTE
"""
import base64
import email
import email.policy
import os
import signal
import socketserver
import ssl
import subprocess
import sys
import threading
import time

from deliver import configure, serve, watched
from program import PROGRAM, empty_room, expect, run


class Office(socketserver.ThreadingTCPServer):
    """A mail server, as much of it as a client needs: in the clear, TLS from the first byte on, or STARTTLS."""
    daemon_threads = True

    def __init__(self, tls=None, at_once=False):
        super().__init__(("127.0.0.1", 0), Counter)
        self.tls, self.at_once = tls, at_once
        self.mails, self.clear_words, self.logins = [], [], []
        self.refuse, self.slow, self.taken = 0, 0.0, threading.Event()
        self.port = serve(self)

    def handle_error(self, *_):
        pass  # who refuses a certificate hangs up


class Counter(socketserver.BaseRequestHandler):
    def say(self, line):
        self.wire.write(line.encode() + b"\r\n")
        self.wire.flush()

    def lock(self):
        self.safe = True
        self.wire = self.server.tls.wrap_socket(self.request, server_side=True).makefile("rwb")

    def handle(self):
        self.safe, self.wire = False, self.request.makefile("rwb")
        if self.server.at_once:
            self.lock()
        self.say("220 post")
        to = []
        while True:
            line = self.wire.readline().decode().strip()
            word = line[:4].upper()
            if not self.safe:
                self.server.clear_words.append(line)
            if not line or word == "QUIT":
                return
            if word == "EHLO":
                offers = (["STARTTLS"] if self.server.tls and not self.safe else []) + ["AUTH PLAIN", "8BITMIME"]
                for offer in offers[:-1]:
                    self.say("250-" + offer)
                self.say("250 " + offers[-1])
            elif word == "STAR":
                self.say("220 go on")
                self.lock()
            elif word == "AUTH":
                if len(line.split()) == 2:
                    self.say("334 ")
                    line += " " + self.wire.readline().decode().strip()
                self.server.logins.append(base64.b64decode(line.split()[2]).split(b"\0")[1:])
                self.say("235 welcome")
            elif word == "RCPT":
                to.append(line[8:].strip("<>: "))
                self.say("250 fine")
            elif word == "DATA":
                self.say("354 go on")
                self.take(to)
            else:
                self.say("250 fine")

    def take(self, to):
        data = b""
        while not data.endswith(b"\r\n.\r\n"):
            part = self.wire.readline()
            data += part[1:] if part.startswith(b"..") else part
        if self.server.refuse > 0:
            self.server.refuse -= 1
            self.say("451 later")
            return
        self.server.mails.append((to, email.message_from_bytes(data[:-3], policy=email.policy.default)))
        self.server.taken.set()
        time.sleep(self.server.slow)
        self.say("250 fine")


def channel(name, scheme, port, *more):
    return configure(name + ".conf", "\n".join(["[channel %s]" % name, "kind = email", "url = %s://127.0.0.1:%d" % (scheme, port), "lists = all", "from = watch@here.example",
                                               "to = ana@there.example, ben@there.example", "retry = 1", *more]) + "\n")


def certificate(name, subject):
    """A certificate that vouches for itself."""
    made = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=" + name,
                           "-addext", "subjectAltName=" + subject, "-keyout", name + ".key", "-out", name + ".pem"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    expect(made.returncode == 0, "openssl makes a certificate")


def shows(name):
    """The context of a server that shows this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(name + ".pem", name + ".key")
    return context


def in_the_clear(found):
    office = Office()
    office.refuse = 1
    config = channel("round", "smtp", office.port)
    status, _, err = run("deliver", "news.db", "--config", config, "--wait", 10)
    expect(status == 1 and len(office.mails) == 1, "refused, and taken later: %d %s" % (status, err))
    to, message = office.mails[0]
    expect(to == ["ana@there.example", "ben@there.example"] and message["From"] == "watch@here.example", "to all: %r" % to)
    plain, page = [part.get_content() for part in message.iter_parts()]
    expect(all(alarm["id"] in plain and alarm["id"] in page for alarm in found), "all alarms in one mail: %s" % plain)
    expect("Poland attacked Sweden on Tuesday." in plain and "north.example" in plain, "with the sentences behind them: %s" % plain)
    expect(message["Message-ID"] and "%d alarms" % len(found) in message["Subject"], "headers: %r" % message.items())
    expect(run("deliver", "news.db", "--config", config)[0] == 0 and len(office.mails) == 1, "one mail")


def over_tls(_):
    certificate("good", "IP:127.0.0.1")
    for name, scheme, at_once in (("implicit", "smtps", True), ("upgraded", "smtp", False)):
        office = Office(shows("good"), at_once)
        config = channel(name, scheme, office.port, "ca = good.pem", "user = desk", "password = secret words")
        status, out, err = run("deliver", "news.db", "--config", config)
        expect(status == 0 and out.startswith("sent: 1,") and len(office.mails) == 1, "%s TLS: %d %s %s" % (name, status, out, err))
        expect(office.logins == [[b"desk", b"secret words"]], "who sends it: %r" % office.logins)
        expect(not any(word[:4].upper() in ("AUTH", "MAIL", "RCPT", "DATA") for word in office.clear_words), "nothing in the clear: %r" % office.clear_words)
        expect(run("deliver", "news.db", "--config", config)[0] == 0 and len(office.mails) == 1, "once")


def no_tls(_):
    office = Office()
    for name, more in (("password", ("user = desk", "password = secret words")), ("trusted", ("ca = good.pem",))):
        status, out, err = run("deliver", "news.db", "--config", channel(name, "smtp", office.port, *more))
        expect(status == 1 and "no TLS" in err and "tried again later" in err, "a server without TLS: %d %s" % (status, err))
    expect(not office.mails and not office.logins, "gets neither mail nor password")


def wrong_certificates(found):
    certificate("other", "DNS:mail.example")
    certificate("stranger", "IP:127.0.0.1")
    for name, scheme, at_once in (("at-once", "smtps", True), ("later", "smtp", False)):
        for case, context, trusted in (("unknown", shows("good"), "stranger.pem"), ("of-another", shows("other"), "other.pem"), ("system", shows("good"), None)):
            office = Office(context, at_once)
            config = channel(name + case, scheme, office.port, *(["ca = " + trusted] if trusted else []))
            status, out, err = run("deliver", "news.db", "--config", config)
            expect(status == 1 and "certificate is not accepted" in err and "tried again later" in err, "%s, %s: %d %s" % (name, case, status, err))
            expect(not office.mails, "who cannot show who he is gets nothing: %s, %s" % (name, case))
            office.tls = shows("good")
            channel(name + case, scheme, office.port, "ca = good.pem")
            status, out, err = run("deliver", "news.db", "--config", config, "--wait", 10)
            expect(status == 0 and len(office.mails) == 1, "the right one gets it: %d %s %s" % (status, out, err))
            expect(all(alarm["id"] in office.mails[0][1].get_body(("plain",)).get_content() for alarm in found), "and nothing is lost")


def killed(found):
    """Killed when the server has the mail and before that is noted: it comes again, as the same mail."""
    office = Office(shows("good"), True)
    office.slow = 5
    config = channel("killed", "smtps", office.port, "ca = good.pem")
    process = subprocess.Popen([PROGRAM, "deliver", "news.db", "--config", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    expect(office.taken.wait(20), "the mail is taken")
    process.send_signal(signal.SIGKILL)
    process.wait()
    office.slow = 0
    expect(run("deliver", "news.db", "--config", config)[0] == 0 and len(office.mails) == 2, "nothing is lost")
    names = {message["Message-ID"] for _, message in office.mails}
    expect(len(names) == 1, "what comes again can be told by its name: %r" % names)
    expect(all(alarm["id"] in message.get_body(("plain",)).get_content() for alarm in found for _, message in office.mails), "and is whole")
    expect(run("deliver", "news.db", "--config", config)[0] == 0 and len(office.mails) == 2, "and is not sent a third time")


def main():
    if not os.path.exists("/usr/bin/openssl"):
        sys.exit(77)
    with empty_room():
        found = [alarm for alarm in watched() if alarm["list"] == "all"]
        for test in (in_the_clear, over_tls, no_tls, wrong_certificates, killed):
            test(found)
            print(test.__name__)


if __name__ == "__main__":
    main()
