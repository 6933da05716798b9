// chitty-manifest: the manifest compiler. Reads manifest.json and migrations/*.sql beside it, holds the whole against the
// schema, and writes the record that travels inside the library, as a C file, and the facts that its code needs.
//
// The record: 16 bytes of magic, u32 record version (1), u32 flags (0), u64 length, SHA-256 of the payload, payload (UTF-8
// JSON); little-endian, 16-byte aligned, in a read-only section that is loaded, so that `strip` and code signing keep it.
#define OPENSSL_SUPPRESS_DEPRECATED  // the plain C hash: nothing else of OpenSSL is linked in
#include <chitty/plugin.h>
#include <openssl/sha.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path.string() + ": cannot be read.");
  return {std::istreambuf_iterator<char>(in), {}};
}

json::value parse(const fs::path& path) {
  const std::string text = read(path);
  json::parser parser;
  boost::system::error_code ec;
  const std::size_t read_bytes = parser.write_some(text, ec);
  if (!ec && !parser.done()) ec = json::error::incomplete;
  if (ec) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(read_bytes), '\n');
    throw std::runtime_error(path.string() + ":" + std::to_string(line) + ": not JSON: " + ec.message() + ".");
  }
  return parser.release();
}

// migrations/NNN_what.sql, in order of their numbers; a line `-- down` parts the two halves.
json::array migrations(const fs::path& folder) {
  std::map<std::string, std::string> files;
  if (fs::is_directory(folder))
    for (const auto& file : fs::directory_iterator(folder))
      if (file.path().extension() == ".sql") files[file.path().stem().string()] = read(file.path());
  json::array all;
  for (const auto& [id, text] : files) {
    const auto cut = text.find("\n-- down\n");
    if (cut == std::string::npos) throw std::runtime_error(id + ".sql: has no line '-- down' with the way back under it.");
    all.push_back({{"id", id}, {"up", text.substr(0, cut + 1)}, {"down", text.substr(cut + 9)}});
  }
  return all;
}

void validate(const json::value& manifest, const fs::path& schema_file, const fs::path& name) {
  const json::value text = parse(schema_file);
  valijson::Schema schema;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(valijson::adapters::BoostJsonAdapter(text), schema);
  valijson::ValidationResults results;
  valijson::Validator validator;
  if (validator.validate(schema, valijson::adapters::BoostJsonAdapter(manifest), &results)) return;
  std::string all;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    std::string where;
    for (const auto& step : error.context) where += step == "<root>" ? "" : step;
    all += name.string() + ": " + (where.empty() ? "the whole" : where) + ": " + error.description + "\n";
  }
  throw std::runtime_error(all);
}

std::string little_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

std::string record_of(const std::string& payload) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(payload.data()), payload.size(), digest);
  // Written in two halves, so that this program does not itself contain the magic.
  return std::string("\x7f" "chitty-") + std::string("manif\x1a\r\n", 8) + little_endian(1, 4) + little_endian(0, 4) +
         little_endian(payload.size(), 8) + std::string(reinterpret_cast<char*>(digest), sizeof digest) + payload;
}

std::string c_file(const std::string& record) {
  std::ostringstream out;
  out << "/* Made by chitty-manifest; do not edit. */\n"
         "#if defined(__APPLE__)\n#define SECTION __attribute__((section(\"__TEXT,__chitty_mf\"), used, aligned(16)))\n"
         "#elif defined(_WIN32)\n#define SECTION __attribute__((section(\".chitty\"), used, aligned(16)))\n"
         "#else\n#define SECTION __attribute__((section(\".chitty.manifest\"), used, retain, aligned(16)))\n#endif\n"
         "SECTION static const unsigned char chitty_manifest_record[" << record.size() << "] = {";
  for (std::size_t i = 0; i < record.size(); ++i)
    out << (i % 24 ? "" : "\n") << static_cast<unsigned>(static_cast<unsigned char>(record[i])) << ',';
  out << "\n};\n";
  return out.str();
}

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(path.string() + ": cannot be written.");
}

void compile(const fs::path& file, const std::map<std::string, fs::path>& options) {
  json::value manifest = parse(file);
  auto& top = manifest.is_object() ? manifest.get_object() : manifest.emplace_object();
  if (auto found = migrations(file.parent_path() / "migrations"); !found.empty() && top.contains("service"))
    top["service"].as_object()["migrations"] = std::move(found);
  if (options.contains("--schema")) validate(manifest, options.at("--schema"), file);

  const std::string payload = json::serialize(manifest);
  if (payload.size() > CHITTY_MAX_MANIFEST) throw std::runtime_error(file.string() + ": larger than 1 MiB.");
  if (options.contains("--record")) write(options.at("--record"), c_file(record_of(payload)));
  if (options.contains("--json")) write(options.at("--json"), payload);
  if (options.contains("--facts"))
    write(options.at("--facts"), "/* Made by chitty-manifest; do not edit. */\n#define CHITTY_PLUGIN_NAME " +
                                     json::serialize(top.at("name")) + "\n#define CHITTY_PLUGIN_VERSION " +
                                     json::serialize(top.at("version")) + "\n");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    std::map<std::string, fs::path> options;
    for (int i = 2; i + 1 < argc; i += 2) options[argv[i]] = argv[i + 1];
    if (argc < 2 || argc % 2) {
      std::cerr << "usage: chitty-manifest MANIFEST [--schema FILE] [--record OUT.c] [--facts OUT.h] [--json OUT.json]\n";
      return 2;
    }
    compile(argv[1], options);
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "chitty-manifest: " << e.what() << '\n';
    return 1;
  }
}
