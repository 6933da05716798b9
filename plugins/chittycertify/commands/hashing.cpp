#include "hashing.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chitty/hex.hpp>
#include <chitty/x509/openssl.hpp>
#include <system_error>
#include <vector>

namespace chittycertify {

using namespace chitty;

namespace {

using Digesting = x509::Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

struct Open {
  int number;
  explicit Open(const std::string& path) : number(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  Open(const Open&) = delete;
  ~Open() {
    if (number >= 0) ::close(number);
  }
  struct stat state() const {
    struct stat is {};
    ::fstat(number, &is);
    return is;
  }
};

Error cannot_read(const std::string& path) {
  return make_error(Code::not_found, "cannot read '" + path + "': " + std::generic_category().message(errno));
}

bool is_same(const struct stat& one, const struct stat& other) {
  return one.st_ino == other.st_ino && one.st_size == other.st_size && one.st_mtim.tv_sec == other.st_mtim.tv_sec &&
         one.st_mtim.tv_nsec == other.st_mtim.tv_nsec;
}

// Of a regular file, by the descriptor that its bytes come from.
Result<void> may_be_read(const Open& file, const std::string& path) {
  if (file.number < 0) return cannot_read(path);
  if (!S_ISREG(file.state().st_mode)) return usage_error("'" + path + "' is not a regular file");
  return {};
}

Result<void> each_piece(const Open& file, const std::string& path, const std::function<bool(std::string_view)>& take) {
  std::vector<char> piece(256 * 1024);
  for (;;) {
    const auto got = ::read(file.number, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(path);
    if (got == 0) return {};
    if (!take({piece.data(), static_cast<std::size_t>(got)})) return {};
  }
}

}  // namespace

Result<Hashed> hash_file(const std::string& path, const std::function<bool()>& stopped) {
  const Open file(path);
  CHITTY_DO(may_be_read(file, path));
  const auto before = file.state();
  const Digesting digesting(EVP_MD_CTX_new());
  EVP_DigestInit_ex(digesting.get(), EVP_sha256(), nullptr);
  Hashed hashed;
  CHITTY_DO(each_piece(file, path, [&](std::string_view piece) {
    hashed.size += static_cast<std::int64_t>(piece.size());
    return EVP_DigestUpdate(digesting.get(), piece.data(), piece.size()) == 1 && !stopped();
  }));
  if (stopped()) return make_error(Code::cancelled, "cancelled");
  if (!is_same(before, file.state()) || hashed.size != before.st_size)
    return make_error(Code::conflict, "'" + path + "' changed while it was read", "Try again when nothing writes to it.");
  std::string digest(32, '\0');
  EVP_DigestFinal_ex(digesting.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  hashed.sha256 = hex(digest);
  return hashed;
}

Result<std::string> read_file(const std::string& path, std::size_t most) {
  const Open file(path);
  CHITTY_DO(may_be_read(file, path));
  std::string whole;
  CHITTY_DO(each_piece(file, path, [&](std::string_view piece) { return whole.append(piece), whole.size() <= most; }));
  if (whole.size() > most) return usage_error("'" + path + "' is too large: more than " + std::to_string(most) + " bytes");
  return whole;
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace chittycertify
