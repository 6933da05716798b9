# A small Maildir: maildir FOLDER. For stories and the seed.
maildir() {
  mkdir -p "$1/cur" "$1/new" "$1/tmp"
  mail() { cat > "$1"; }
  mail "$1/new/1700000001.M1.host" <<'END'
From: "Carol Clay" <carol@opposing.example>
To: office@law.example
Subject: Motion to dismiss in Doe v. Roe
Date: Mon, 20 Nov 2023 10:00:00 +0000
Message-ID: <motion@opposing.example>
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Please find our motion to dismiss. The deadline is urgent; =93answer=94 by Friday.
END
  mail "$1/new/1700000002.M2.host" <<'END'
From: Ada <ada@law.example>
To: carol@opposing.example
Subject: Re: Motion to dismiss in Doe v. Roe
Date: Mon, 20 Nov 2023 11:00:00 +0000
Message-ID: <answer@law.example>
In-Reply-To: <motion@opposing.example>
References: <motion@opposing.example>

We will answer in time.
END
  mail "$1/cur/1700000003.M3.host:2,S" <<'END'
From: News <news@shop.example>
To: office@law.example
Subject: =?utf-8?q?Our_newsletter_=E2=80=93_autumn?=
Date: Tue, 21 Nov 2023 08:00:00 +0000
Message-ID: <autumn@shop.example>
List-Id: Shop news <news.shop.example>
List-Unsubscribe: <mailto:no@shop.example>

Unsubscribe here.
END
  mail "$1/new/1700000004.M4.host" <<'END'
From: Bob Buyer <bob@client.example>
To: office@law.example
Subject: Signed contract
Date: Tue, 21 Nov 2023 09:00:00 +0000
Message-ID: <contract@client.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="==b"

--==b
Content-Type: text/plain; charset=utf-8

Here is the signed contract.
--==b
Content-Type: application/pdf; name="contract.pdf"
Content-Disposition: attachment; filename="contract.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQKJWNvbnRyYWN0Cg==
--==b--
END
}
