// Mail as it comes: charsets, structure, what is wrong with it.
#include "parse.hpp"

#include <gtest/gtest.h>

#include <chitty/utf8.hpp>

#include "../source/source.hpp"
#include "text.hpp"

namespace chittyrouter {
namespace {

Mail parsed(const std::string& bytes) { return parse_mail(bytes, sha256_hex(bytes)).value(); }

bool assumed(const Mail& mail, std::string_view what) {
  for (const auto& each : mail.assumed)
    if (each.find(what) != each.npos) return true;
  return false;
}

TEST(Mail, HeadersAreDecodedAndAddressesAreTheAddress) {
  const auto mail = parsed(
      "From: =?utf-8?q?carol=40bank=2Eexample?= <Mallory@Evil.example>\r\nTo: Office: a@x.example, =?iso-8859-1?Q?J=F6rg?= <b@x.example>;\r\n"
      "Subject: =?utf-8?b?w4Rh?= =?utf-8?b?csOkcg==?= and\r\n  more\r\nReferences: <1@a> <2@a>\r\nIn-Reply-To: <2@a>\r\nMessage-ID: <3@a>\r\nDate: Mon, 20 Nov 2023 10:00:00 +0200\r\n\r\nHello\r\n");
  ASSERT_EQ(mail.from.size(), 1u);
  EXPECT_EQ(mail.from[0].address, "mallory@evil.example");
  EXPECT_EQ(mail.from[0].name, "carol@bank.example");
  ASSERT_EQ(mail.to.size(), 2u);
  EXPECT_EQ(mail.to[1].name, "Jörg");
  EXPECT_EQ(mail.subject, "Äarär and more");
  EXPECT_EQ(mail.references, (std::vector<std::string>{"1@a", "2@a"}));
  EXPECT_EQ(mail.message_id, "3@a");
  EXPECT_EQ(mail.date, "2023-11-20T08:00:00.000Z");
  EXPECT_EQ(mail.text, "Hello\n");
}

TEST(Mail, CharsetsAreReadAsTheyAreMeant) {
  const auto body = [](const std::string& charset, const std::string& text) { return parsed("From: a@b.example\nContent-Type: text/plain; charset=" + charset + "\n\n" + text); };
  EXPECT_EQ(body("iso-8859-1", "\x93quoted\x94 \x80").text, "“quoted” €");
  EXPECT_EQ(body("us-ascii", "caf\xe9").text, "café");
  EXPECT_EQ(body("no-such-charset", "caf\xe9").text, "café");
  EXPECT_EQ(body("utf-8", "caf\xe9").text, "café") << "not UTF-8 at all";
  EXPECT_EQ(body("iso-8859-1", "caf\xc3\xa9").text, "café") << "UTF-8 after all";
  EXPECT_EQ(body("gb2312", "\x81\x40").text, "丂") << "more than its name says";
  EXPECT_TRUE(assumed(body("utf-8", "caf\xe9"), "windows-1252"));
  EXPECT_EQ(parsed("From: a@b.example\nSubject: caf\xe9 \x93x\x94\n\n").subject, "café “x”");
}

TEST(Mail, TextIsUnflowedAndHtmlIsText) {
  EXPECT_EQ(parsed("From: a@b.example\nContent-Type: text/plain; format=flowed\n\none \ntwo\n>quoted \n>more\n  stuffed\n-- \nme\n").text, "one two\n> quoted more\n stuffed\n-- \nme\n");
  EXPECT_EQ(text_of_html("<html><head><title>t</title></head><style>p{}</style><p>A &amp; B&#8212;C<br>next<script>x</SCRIPT></p>"), "A & B—C\nnext\n");
  const auto mail = parsed("From: a@b.example\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nplain\n--x\nContent-Type: text/html\n\n<b>html</b>\n--x--\n");
  EXPECT_EQ(mail.text, "plain");
  EXPECT_TRUE(mail.attachments.empty());
}

TEST(Mail, AttachmentsKeepTheirNamesAndBytes) {
  const auto bytes = std::string("From: a@b.example\nContent-Type: multipart/mixed; boundary=\"x--x\"\n\n--x--x\nContent-Type: text/plain\n\ntext\n--x--x\n") +
                     "Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''na%C3; filename*1*=%AFve.pdf\nContent-Transfer-Encoding: base64\n\nAGEA\n--x--x\nContent-Type: message/rfc822\n\nSubject: inner\n\nbody\n--x--x";
  const auto mail = parsed(bytes);
  ASSERT_EQ(mail.attachments.size(), 2u);
  EXPECT_EQ(mail.attachments[0].name, "naïve.pdf");
  EXPECT_EQ(mail.attachments[0].size, 3u);
  EXPECT_EQ(mail.attachments[0].sha256, sha256_hex(std::string("\0a\0", 3)));
  EXPECT_EQ(mail.attachments[1].type, "message/rfc822");
  std::string content;
  attachment_of(bytes, 0, [&](std::string_view piece) -> chitty::Result<void> { return content += piece, chitty::Result<void>(); }).value();
  EXPECT_EQ(content, std::string("\0a\0", 3));
}

TEST(Mail, WhateverItIsSomethingComesOfIt) {
  std::string deep = "From: a@b.example\n";
  for (int i = 0; i < 600; ++i) deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" + std::to_string(i) + "\n";
  EXPECT_TRUE(assumed(parsed(deep + "Content-Type: text/plain\n\ninside\n"), "nested"));
  const auto long_header = parsed("From: a@b.example\nX-Long: " + std::string(1 << 20, 'x') + "\nSubject: s\n\nbody");
  EXPECT_EQ(long_header.subject, "s");
  EXPECT_LE(long_header.headers[1].second.size(), most::header);
  const auto folded = parsed("Subject: a" + std::string(1000, '\n') + "b");
  EXPECT_EQ(folded.subject, "a");
  const auto with_nul = parsed(std::string("From: a@b.example\nSubject: a\0b\x1b[2J\x9b\n\nx\0y", 40));
  for (const auto* text : {&with_nul.subject, &with_nul.text}) {
    EXPECT_TRUE(chitty::is_utf8(*text));
    EXPECT_EQ(text->find('\0'), text->npos);
    EXPECT_EQ(text->find('\x1b'), text->npos);
  }
  EXPECT_FALSE(parse_mail("", ""));
  for (const auto* odd : {"\n\n", "From: \nTo: <\n\n", "Content-Type: multipart/mixed\n\n--\n", "Content-Type: /;=\n\n", "Content-Transfer-Encoding: base64\n\n!!!"}) EXPECT_TRUE(parse_mail(odd, "x")) << odd;
}

TEST(Mail, LargeAttachmentsAreNotCopied) {
  std::string large = "From: a@b.example\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=big\nContent-Transfer-Encoding: base64\n\n";
  for (int i = 0; i < 50'000; ++i) large += std::string(76, 'A') + "\n";
  EXPECT_EQ(parsed(large).attachments.at(0).size, 50'000u * 57);
}

}  // namespace
}  // namespace chittyrouter
