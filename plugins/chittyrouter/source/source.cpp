#include "source.hpp"

#include <fcntl.h>
#include <glib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "../mail/mail.hpp"
#include "imap.hpp"

namespace chittyrouter {

using namespace chitty;

std::string sha256_hex(std::string_view bytes) {
  const std::unique_ptr<char, void (*)(void*)> hash(
      g_compute_checksum_for_data(G_CHECKSUM_SHA256, reinterpret_cast<const guchar*>(bytes.data()), bytes.size()), g_free);
  return hash.get();
}

Result<std::string> content_of_file(int folder, const std::string& name) {
  const auto cannot = [&] { return make_error(errno == ENOENT ? Code::not_found : Code::configuration, "cannot read '" + name + "': " + std::strerror(errno)); };
  const int file = ::openat(folder, name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return cannot();
  struct stat facts {};
  std::string bytes;
  ssize_t got = 0;
  if (::fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    ::close(file);
    return make_error(Code::configuration, "cannot read '" + name + "': it is not a file");
  }
  const auto whole = std::min<std::size_t>(static_cast<std::size_t>(facts.st_size), most::mail + 1);
  bytes.resize(whole);
  std::size_t done = 0;
  while (done < whole && (got = ::read(file, bytes.data() + done, whole - done)) > 0) done += static_cast<std::size_t>(got);
  const int why = errno;
  ::close(file);
  errno = why;
  if (got < 0) return cannot();
  bytes.resize(done);
  return bytes;
}

Result<std::unique_ptr<Source>> open_source(const std::string& place, const Reading& reading) {
  if (place.find("://") != std::string::npos) return open_imap(place, reading);
  struct stat facts {};
  if (::stat(place.c_str(), &facts) != 0) return make_error(Code::not_found, "cannot read mailbox '" + place + "': " + std::strerror(errno));
  return S_ISDIR(facts.st_mode) ? open_maildir(place) : open_mbox(place);
}

}  // namespace chittyrouter
