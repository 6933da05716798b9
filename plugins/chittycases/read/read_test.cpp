// The reader by itself: kinds of documents, and those that are wrong.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "reader.hpp"

namespace chittycases::read {
namespace {

std::string zip(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out(32u << 20, '\0');
  std::size_t used = 0;
  auto* archive = archive_write_new();
  archive_write_set_format_zip(archive);
  archive_write_open_memory(archive, out.data(), out.size(), &used);
  for (const auto& [name, content] : members) {
    auto* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(archive, entry);
    archive_write_data(archive, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(archive);
  archive_write_free(archive);
  out.resize(used);
  return out;
}

std::string text_of(std::string_view bytes) { return read_document(bytes, {}).read.at(0).text; }
std::string why(std::string_view bytes) {
  try {
    return "read as " + read_document(bytes, {}).format;
  } catch (const Unreadable& error) {
    return error.what();
  }
}

// A folder of its own, as the program has.
struct Reading : ::testing::Test {
  Reading() : before(std::filesystem::current_path()) {
    std::string made = (std::filesystem::temp_directory_path() / "cases-read-XXXXXX").string();
    folder = ::mkdtemp(made.data());
    std::filesystem::current_path(folder);
  }
  ~Reading() override {
    std::filesystem::current_path(before);
    std::filesystem::remove_all(folder);
  }
  std::filesystem::path before, folder;
};

TEST(Reader, TextInWhateverCharactersItIs) {
  EXPECT_EQ(text_of("caf\xc3\xa9"), "café");
  EXPECT_EQ(text_of("caf\xe9 \x93quoted\x94"), "café “quoted”");
  EXPECT_EQ(text_of(std::string("\xff\xfe"
                                "a\0b\0",
                                6)),
            "ab");
  EXPECT_EQ(read_document("one\ftwo\fthree", {2, 2}).read.at(0).text, "two");
  EXPECT_EQ(read_document("one\ftwo\fthree", {2, 2}).pages, 3);
  EXPECT_EQ(read_document(std::string(1'000'000, 'a'), {}).pages, 5) << "what has no pages is divided";
  EXPECT_EQ(text_of("a\x01\x1b[31mb" + std::string(200, 'c')), "a[31mb" + std::string(200, 'c')) << "without control characters";
  EXPECT_EQ(text_of("MM is a text"), "MM is a text");
}

TEST(Reader, HtmlHowBrokenItMayBe) {
  EXPECT_EQ(text_of("<html><head><title>T</title><script>evil()</script></head><body><p>One<p>Two &amp; <b>three</b><br>four"), "T\n\nOne\n\nTwo & three\nfour\n\n");
  std::string deep = "<html><body>";
  for (int i = 0; i < 20000; ++i) deep += "<div>";
  EXPECT_EQ(read_document(deep + "x", {}).format, "html");
}

TEST(Reader, Mail) {
  const auto text = text_of("From: Ann <a@example.com>\r\nTo: b@example.com\r\nSubject: =?utf-8?q?R=C3=A9ponse?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nPay =A35 by March 3, 2026\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nzzz\r\n--x--\r\n");
  EXPECT_NE(text.find("Subject: Réponse"), std::string::npos) << text;
  EXPECT_NE(text.find("Pay £5 by March 3, 2026"), std::string::npos) << text;
  EXPECT_NE(text.find("Attachment: a.pdf"), std::string::npos) << text;
}

TEST(Reader, Office) {
  EXPECT_EQ(text_of(zip({{"[Content_Types].xml", "<x/>"}, {"word/document.xml", "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>One</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del><w:r><w:tab/><w:t>two</w:t></w:r></w:p><w:p><w:r><w:t>three</w:t></w:r></w:p></w:body></w:document>"}})), "One\ttwo\nthree\n");
  const auto odt = read_document(zip({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<o:d xmlns:o='o' xmlns:text='t'><text:p>One<text:s/>two</text:p><text:p><text:soft-page-break/>three</text:p></o:d>"}}), {});
  EXPECT_EQ(odt.format, "odt");
  EXPECT_EQ(odt.pages, 2);
  EXPECT_EQ(odt.read.at(1).text, "three\n");
}

TEST(Reader, WhatIsInsideMayNotBeMoreThanItMayBe) {
  EXPECT_EQ(why(zip({{"word/document.xml", std::string(65u << 20, ' ')}})), "it expands to more than 64 MiB");
  EXPECT_EQ(why(zip({{"word/document.xml", "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><w:document xmlns:w='w'><w:p><w:t>&c;</w:t></w:p></w:document>"}})), "the file is damaged or not complete") << "entities are not expanded";
  EXPECT_EQ(why(zip({{"a.txt", "a"}})), "it is an archive, and no document; unpack it first");
}

TEST(Reader, SaysWhatItCannotRead) {
  EXPECT_EQ(why("\x89PNG\r\n\x1a\n"), "it is a picture, and has no text");
  EXPECT_EQ(why("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "it is an older Office file; save it as .docx");
  EXPECT_EQ(why(std::string("\0\1\2\3", 4)), "it is of a kind that is not known here");
  auto docx = zip({{"word/document.xml", "<w:document xmlns:w='w'><w:p><w:t>One two three</w:t></w:p></w:document>"}});
  EXPECT_EQ(why(std::string_view(docx).substr(0, 60)), "the file is damaged or not complete");
  EXPECT_EQ(why(zip({{"word/document.xml", "<w:document xmlns:w='w'><w:p><w:t>One"}})), "the file is damaged or not complete");
}

TEST_F(Reading, APdfThatIsNotComplete) { EXPECT_EQ(why("%PDF-1.4\n1 0 obj\n<< /Type /Catalog"), "the PDF is damaged or not complete"); }

TEST_F(Reading, APdfByPageAndPlace) {
  std::string pdf = "%PDF-1.4\n";
  std::vector<std::size_t> places;
  const std::string stream = "BT /F1 18 Tf 72 720 Td (Hello World) Tj ET";
  for (const auto& body : {std::string("<< /Type /Catalog /Pages 2 0 R >>"), std::string("<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>"), std::string("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"), "<< /Length " + std::to_string(stream.size()) + " >>\nstream\n" + stream + "\nendstream", std::string("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"), std::string("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>")}) {
    places.push_back(pdf.size());
    pdf += std::to_string(places.size()) + " 0 obj\n" + body + "\nendobj\n";
  }
  const auto table = pdf.size();
  pdf += "xref\n0 7\n0000000000 65535 f \n";
  for (const auto place : places) pdf += std::string(10 - std::to_string(place).size(), '0') + std::to_string(place) + " 00000 n \n";
  pdf += "trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
  const auto document = read_document(pdf, {1, 10});
  ASSERT_EQ(document.pages, 2);
  ASSERT_EQ(document.read.size(), 2u);
  EXPECT_EQ(document.read[0].text, "Hello World");
  ASSERT_EQ(document.read[0].boxes.size(), 2u);
  EXPECT_EQ(document.read[0].boxes[1].offset, 6u);
  EXPECT_NEAR(document.read[0].boxes[0].left, 72, 0.5);
  EXPECT_EQ(document.read[1].text, "") << "a page without a word is a page";
  EXPECT_EQ(read_document(pdf, {2, 10}).read.at(0).number, 2);
}

}  // namespace
}  // namespace chittycases::read
