#include "draft.hpp"

#include <fcntl.h>
#include <gmime/gmime.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

namespace chittyrouter {

using namespace chitty;

namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};

std::string written(GMimeObject* object) {
  auto* format = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_UNIX);
  const std::unique_ptr<char, void (*)(void*)> text(g_mime_object_to_string(object, format), g_free);
  g_mime_format_options_free(format);
  return text.get();
}

Error cannot_write(const std::string& path) { return make_error(Code::configuration, "cannot write draft '" + path + "': " + std::strerror(errno), "Choose another folder: chitty config set chittyos.services.chittyrouter.drafts FOLDER"); }

}  // namespace

std::string draft_of(const Letter& letter, const std::string& subject, const std::string& body, const std::string& id, std::int64_t now) {
  g_mime_init();
  const std::unique_ptr<GMimeMessage, Unref> message(g_mime_message_new(FALSE));
  const auto& to = letter.reply_to.empty() ? letter.from : letter.reply_to;
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, letter.reply_to.empty() || letter.reply_to == letter.from ? letter.from_name.c_str() : nullptr, to.c_str());
  g_mime_message_set_subject(message.get(), subject.c_str(), "utf-8");
  auto* date = g_date_time_new_from_unix_utc(now / 1000);
  g_mime_message_set_date(message.get(), date);
  g_date_time_unref(date);
  g_mime_message_set_message_id(message.get(), (id + "@draft.chitty.invalid").c_str());
  auto* object = GMIME_OBJECT(message.get());
  const auto bracketed = [](const std::string& each) { return "<" + each + ">"; };
  const auto is_plain = [](const std::string& each) { return !each.empty() && each.find_first_of("<> \t\r\n") == each.npos; };
  if (is_plain(letter.message_id)) {
    std::string references;
    const auto from = letter.references.size() > 20 ? letter.references.end() - 20 : letter.references.begin();
    for (auto each = from; each != letter.references.end(); ++each)
      if (is_plain(*each)) references += bracketed(*each) + " ";
    g_mime_object_set_header(object, "In-Reply-To", bracketed(letter.message_id).c_str(), nullptr);
    g_mime_object_set_header(object, "References", (references + bracketed(letter.message_id)).c_str(), nullptr);
  }
  g_mime_object_set_header(object, "X-Chitty-Draft", id.c_str(), nullptr);
  const std::unique_ptr<GMimeTextPart, Unref> part(g_mime_text_part_new_with_subtype("plain"));
  g_mime_text_part_set_charset(part.get(), "utf-8");
  g_mime_text_part_set_text(part.get(), body.c_str());
  g_mime_part_set_content_encoding(GMIME_PART(part.get()), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(part.get()));
  return written(object);
}

Result<std::string> write_draft(const std::string& maildir, const std::string& id, const std::string& bytes) {
  namespace files = std::filesystem;
  std::error_code ec;
  for (const auto* part : {"tmp", "new", "cur"})
    if (!files::create_directories(maildir + "/" + part, ec) && ec) return errno = ec.value(), cannot_write(maildir + "/" + part);
  const auto end = maildir + "/cur/" + id + ".chitty:2,D", waiting = maildir + "/tmp/" + id + ".chitty." + std::to_string(::getpid());
  if (files::exists(end, ec)) return end;
  const int file = ::open(waiting.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return cannot_write(waiting);
  std::size_t done = 0;
  ssize_t put = 0;
  while (done < bytes.size() && (put = ::write(file, bytes.data() + done, bytes.size() - done)) > 0) done += static_cast<std::size_t>(put);
  const bool kept = done == bytes.size() && ::fsync(file) == 0;
  const int why = errno;
  ::close(file);
  if (!kept || ::rename(waiting.c_str(), end.c_str()) != 0) {
    if (!kept) errno = why;
    auto error = cannot_write(end);
    ::unlink(waiting.c_str());
    return error;
  }
  return end;
}

}  // namespace chittyrouter
