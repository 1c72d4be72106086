import re
import pytest
from django.test import Client
import builders
from datetime import timedelta
from huiyin.kernel import clock
from huiyin.rules.lifecycle.states import Route

def strip(r): 
    return re.sub(r'\s+',' ',re.sub(r'<[^>]+>',' ',r.content.decode()))

def test_smoke(installed, monkeypatch):
    c=Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
    for life in (builders.file_petition(), builders.waiting(), builders.accepted(), builders.accepted(route=Route.DUTY), builders.answered(), builders.declined(), builders.under_review()):
        monkeypatch.setattr(clock,"now",lambda at=life.at: at+timedelta(hours=1))
        p=life.prepared
        # code is not known: patch
        from huiyin.prepare import following
        from huiyin.web.portal.following import sessions
        c.cookies[sessions.COOKIE]=following.open_session(life.petition, at=clock.now())
        r=c.get("/follow/")
        print(r.status_code, len(r.content)); t=strip(r); print(t[t.index("Number"):][:3500]); print('-----')
        for path in ("rate","review","person","files"):
            r=c.get(f"/follow/{path}/"); print(path, r.status_code, r.headers.get("Location"))
        r=c.get("/follow/receipt/"); print(r.status_code, len(r.content))
