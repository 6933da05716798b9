#include "manifest_file.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <vector>

#include "references.hpp"

namespace chitty::tool {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

// The events of one parse, kept only as far as it takes to see a member's name twice in one object: Boost.JSON lets the
// last one win, and two readers of one manifest must never see two manifests.
struct DuplicateFinder {
  static constexpr std::size_t max_object_size = json::string::max_size();
  static constexpr std::size_t max_array_size = json::string::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();
  using Ec = boost::system::error_code;

  std::vector<std::set<std::string>> open;
  std::string key, duplicate;

  bool on_document_begin(Ec&) { return true; }
  bool on_document_end(Ec&) { return true; }
  bool on_object_begin(Ec&) { return open.emplace_back(), true; }
  bool on_object_end(std::size_t, Ec&) { return open.pop_back(), true; }
  bool on_array_begin(Ec&) { return true; }
  bool on_array_end(std::size_t, Ec&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, Ec&) { return key.append(part.data(), part.size()), true; }
  bool on_key(json::string_view part, std::size_t, Ec& ec) {
    key.append(part.data(), part.size());
    if (!open.back().insert(key).second) {
      duplicate = key;
      ec = json::error::extra_data;
      return false;
    }
    return key.clear(), true;
  }
  bool on_string_part(json::string_view, std::size_t, Ec&) { return true; }
  bool on_string(json::string_view, std::size_t, Ec&) { return true; }
  bool on_number_part(json::string_view, Ec&) { return true; }
  bool on_int64(std::int64_t, json::string_view, Ec&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, Ec&) { return true; }
  bool on_double(double, json::string_view, Ec&) { return true; }
  bool on_bool(bool, Ec&) { return true; }
  bool on_null(Ec&) { return true; }
  bool on_comment_part(json::string_view, Ec&) { return true; }
  bool on_comment(json::string_view, Ec&) { return true; }
};

std::string at_line(const fs::path& file, const std::string& text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return file.string() + ":" + std::to_string(1 + std::count(text.begin(), end, '\n')) + ": ";
}

void refuse_duplicates(const std::string& text, const fs::path& file) {
  json::basic_parser<DuplicateFinder> parser{json::parse_options{}};
  boost::system::error_code ec;
  const auto read = parser.write_some(false, text.data(), text.size(), ec);
  if (const auto& name = parser.handler().duplicate; !name.empty())
    throw std::runtime_error(at_line(file, text, read) + "the member \"" + name + "\" appears twice in one object");
}

// migrations/NNN_what.sql, in order of their numbers; a line `-- down` parts the two halves.
json::array migrations(const fs::path& folder) {
  std::map<std::string, fs::path> files;
  if (fs::is_directory(folder))
    for (const auto& file : fs::directory_iterator(folder))
      if (file.path().extension() == ".sql") files[file.path().stem().string()] = file.path();
  json::array all;
  for (const auto& [id, path] : files) {
    const std::string text = read_file(path);
    const std::string parting = "\n-- down\n";
    const auto cut = text.find(parting);
    if (cut == std::string::npos)
      throw std::runtime_error(path.string() + ": has no line `-- down` with the way back under it");
    json::object migration;
    migration["id"] = id;
    migration["up"] = text.substr(0, cut + 1);
    migration["down"] = text.substr(cut + parting.size());
    all.push_back(std::move(migration));
  }
  return all;
}

}  // namespace

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) throw std::runtime_error(path.string() + ": cannot be read");
  return text;
}

json::value parse_json(const std::string& text, const fs::path& file) {
  json::stream_parser parser;
  boost::system::error_code ec;
  const std::size_t read = parser.write_some(text, ec);
  if (!ec && text.find_first_not_of(" \t\r\n", read) != std::string::npos) ec = json::error::extra_data;
  if (!ec) parser.finish(ec);
  if (ec) throw std::runtime_error(at_line(file, text, read) + "not JSON: " + ec.message());
  refuse_duplicates(text, file);
  return parser.release();
}

json::object read_manifest(const fs::path& file) {
  json::value manifest = parse_json(read_file(file), file);
  if (!manifest.is_object()) throw std::runtime_error(file.string() + ":1: a manifest is a JSON object");
  json::object& top = manifest.get_object();
  bring_in_files(top, file);
  write_out_routes(top);
  json::array found = migrations(file.parent_path() / "migrations");
  if (found.empty()) return top;
  json::value* service = top.if_contains("service");
  if (!service || !service->is_object())
    throw std::runtime_error(file.string() + ": there are migrations/*.sql, but no `service` that they belong to");
  service->get_object()["migrations"] = std::move(found);
  return top;
}

}  // namespace chitty::tool
