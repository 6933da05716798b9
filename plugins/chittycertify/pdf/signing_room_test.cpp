// PDFs that are added to, and those that are not.
#include "signing_room.hpp"

#include <gtest/gtest.h>

#include "../compliance/report.hpp"
#include "syntax.hpp"

namespace chittycertify::pdf {
namespace {

using chitty::Code;

const std::string plain = pdf_of_lines("Contract", {"one", "two"});

std::string refusal(const std::string& text) {
  const auto made = make_room(text, "a.pdf", 0);
  return made ? "room" : made.error().message;
}
std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  EXPECT_NE(at, text.npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(SigningRoom, WhatWasWrittenStaysAndAllElseIsSigned) {
  auto made = make_room(plain, "a.pdf", 1'795'445'950'123).value();
  EXPECT_TRUE(made.text.starts_with(plain)) << "nothing is touched";
  EXPECT_NE(made.text.find("/M (D:20261123145910Z)"), std::string::npos);
  const auto digest = made.digest();
  const std::string cms("\x30\x03\x02\x01\x05", 5);
  ASSERT_TRUE(made.fill(cms));
  EXPECT_EQ(made.digest(), digest) << "the signature is not over itself";
  const auto found = embedded_in(made.text);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->digest, digest);
  EXPECT_EQ(found->cms, cms);
  for (const auto at : {std::size_t{10}, made.begin - 5, made.end + 3, made.text.size() - 3}) {
    auto changed = made.text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto other = embedded_in(changed);
    EXPECT_TRUE(!other || other->digest != digest) << at;
  }
  EXPECT_FALSE(embedded_in(made.text + "more")) << "what is added later is not signed";
  EXPECT_FALSE(embedded_in(plain));
  EXPECT_EQ(refusal(made.text), "'a.pdf' is signed already");
  EXPECT_FALSE(made.fill(std::string(room + 1, '0')));
}

TEST(SigningRoom, AnnotationsOfThePageStay) {
  const auto with = replaced(plain, "/MediaBox [0 0 595 842]", "/Annots [4 0 R]        ");
  const auto made = make_room(with, "a.pdf", 0);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_NE(made->text.find("/Annots [4 0 R 8 0 R]"), std::string::npos);
}

TEST(SigningRoom, WhatIsNotUnderstoodIsRefusedInWords) {
  EXPECT_EQ(refusal("hello"), "'a.pdf' is not a PDF");
  EXPECT_EQ(refusal(""), "'a.pdf' is not a PDF");
  EXPECT_EQ(refusal(plain.substr(0, plain.size() / 2)), "'a.pdf' cannot be signed: it has no end; was it cut off?");
  EXPECT_EQ(refusal(replaced(plain, "/Root", "/Encrypt 9 0 R /Root")), "'a.pdf' is encrypted, and cannot be signed so");
  EXPECT_EQ(refusal(replaced(plain, "/Type /Catalog", "/AcroForm null")), "'a.pdf' cannot be signed: it has a form, which is not added to here");
  EXPECT_EQ(refusal("%PDF-1.5\n1 0 obj\n<< /Type /XRef >>\nendobj\nstartxref\n9\n%%EOF\n"), "'a.pdf' cannot be signed: it has cross-reference streams, which are not added to here");
  EXPECT_EQ(refusal("%PDF-1.4\nxref\n0 0\ntrailer\n<< /Root 1 0 R /Size 2 /Prev 9 >>\nstartxref\n9\n%%EOF\n"), "'a.pdf' cannot be signed: its cross-reference tables lead in a circle");
  for (const std::string bad : {"9999", "-1", "x", "4"})
    EXPECT_NE(refusal("%PDF-1.4\nxref\n0 0\ntrailer\n<< >>\nstartxref\n" + bad + "\n%%EOF\n").find("cannot be signed"), std::string::npos) << bad;
}

// Any byte of a small file: an answer, and no crash.
TEST(SigningRoom, DamagedFilesAreSurvived) {
  for (std::size_t at = 0; at < plain.size(); ++at)
    for (const char bad : {'\0', '(', '<', '9'}) {
      auto text = plain;
      text[at] = bad;
      refusal(text);
      embedded_in(text);
    }
}

TEST(Syntax, ValuesAreTakenAsTheyAreWritten) {
  const auto found = Dictionary::in("<< /A 1 0 R/B(x(y)\\)>>)/C<< /D [1 2 0 R /E] >> /F <41> % >> no\n /G true>> rest");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->get("/A"), "1 0 R");
  EXPECT_EQ(found->get("/B"), "(x(y)\\)>>)");
  EXPECT_EQ(found->get("/C"), "<< /D [1 2 0 R /E] >>");
  EXPECT_EQ(found->get("/F"), "<41>");
  EXPECT_EQ(found->get("/G"), "true");
  EXPECT_EQ(items_of("[1 2 0 R /E]"), (std::vector<std::string>{"1", "2 0 R", "/E"}));
  for (const std::string bad : {"", "<<", "<< /A >>", "<< 1 2 >>", "<< /A 1 /A 2 >>", "<< /A (x >>", "<< /A [1 >>"}) EXPECT_FALSE(Dictionary::in(bad)) << bad;
  EXPECT_FALSE(items_of(std::string(1000, '[') + std::string(1000, ']'))) << "nested too deep";
}

}  // namespace
}  // namespace chittycertify::pdf
