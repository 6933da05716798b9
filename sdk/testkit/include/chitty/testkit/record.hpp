// The manifest that a plugin's library carries: in its long form, as a host reads it.
#ifndef CHITTY_TESTKIT_RECORD_HPP
#define CHITTY_TESTKIT_RECORD_HPP

#include <boost/json/parse.hpp>
#include <chitty/error.hpp>
#include <fstream>
#include <string>

namespace chitty::testkit {

// All bytes of a file, or none. At once: byte by byte, a library of some megabytes takes seconds under a sanitizer.
inline std::string whole_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  std::string bytes(in ? static_cast<std::size_t>(in.tellg()) : 0, '\0');
  in.seekg(0);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

// Of the library at `path`; PLUGIN_FAULT when it carries none.
inline Result<json::object> manifest_in(const std::string& path) {
  const auto bytes = whole_file(path);
  const std::string magic = std::string("\x7f") + "chitty-" + "manif\x1a\r\n";  // in pieces: this program carries none
  const auto at = bytes.find(magic);
  if (at == bytes.npos || bytes.size() - at < 64) return make_error(Code::plugin_fault, path + " carries no manifest.");
  std::uint64_t size = 0;
  for (int i = 7; i >= 0; --i) size = size << 8 | static_cast<unsigned char>(bytes[at + 24 + static_cast<std::size_t>(i)]);
  boost::system::error_code ec;
  auto value = json::parse(bytes.substr(at + 64, size), ec);
  if (ec || !value.is_object()) return make_error(Code::plugin_fault, path + " carries a manifest that is not JSON.");
  return std::move(value.get_object());
}

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_RECORD_HPP
