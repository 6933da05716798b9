// chitty register cert issue, renew: the key is made here and stays here; the service gets a request that is signed by it.
#include <chitty/members.hpp>
#include <chittyregister_names.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <utility>

#include "../x509/key.hpp"
#include "../x509/request.hpp"
#include "key_files.hpp"

namespace chittyregister::commands {

using namespace chitty;

namespace {

constexpr std::size_t most_of_a_request = 16'384;

struct Wanted {
  std::string folder, csr, service;
  std::vector<Name> names{};
  bool new_key = false;
};

// The folder that files go into, made where it is not there; gone again when nothing came into it: refused, or a dry run.
class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)), made_(::mkdir(path_.c_str(), 0700) == 0) {}
  ~Folder() {
    if (made_) ::rmdir(path_.c_str());
  }
  Folder(Folder&& other) noexcept : path_(std::move(other.path_)), made_(std::exchange(other.made_, false)) {}
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

 private:
  std::string path_;
  bool made_;
};

// What will be written, in files that are there already.
struct Files {
  Folder folder;
  std::optional<NewFile> key;
  NewFile certificate, root;
};

Result<Files> prepare(const Wanted& wanted) {
  Folder folder(wanted.folder);  // why it cannot be made shows at the first file
  const auto base = wanted.folder + "/" + wanted.service;
  CHITTY_TRY(auto certificate, NewFile::beside(base + ".crt", false));
  CHITTY_TRY(auto root, NewFile::beside(base + "-root.crt", false));
  Files files{std::move(folder), std::nullopt, std::move(certificate), std::move(root)};
  if (!wanted.new_key) return files;
  CHITTY_TRY(auto key, NewFile::beside(base + ".key", true));
  files.key.emplace(std::move(key));
  return files;
}

Result<std::string> request_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(most_of_a_request + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file && !file.eof()) return make_error(Code::not_found, "cannot read '" + path + "'");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > most_of_a_request) return usage_error("'" + path + "' is too large for a certificate signing request");
  return text;
}

// Of the key that was made now, which is in its file before anything is asked for; or the person's own; or none.
Result<std::string> request_for(const Wanted& wanted, const Files& files) {
  if (!wanted.csr.empty()) return request_in(wanted.csr);
  if (!files.key) return std::string();
  CHITTY_TRY(const auto key, new_key());
  CHITTY_DO(files.key->write(pem_of(key.get())));
  return make_request(key.get(), wanted.service.substr(0, 64), wanted.names);
}

// The service's one certificate, an empty object where there is none.
json::object certificate_in(const Reply& reply) {
  const auto* body = reply.value().if_object();
  const auto* found = body ? body->if_contains("certificate") : nullptr;
  return found && found->is_object() ? found->get_object() : json::object();
}

Result<Reply> written(Files files, const Reply& reply, Host& host) {
  auto record = certificate_in(reply);
  if (text_in(record, "chain").empty()) return make_error(Code::malformed, "The service's answer has no certificate.");
  CHITTY_DO(files.certificate.write(text_in(record, "chain")));
  CHITTY_DO(files.root.write(text_in(record, "root")));
  if (files.key) {
    CHITTY_DO(files.key->exchange());
    record["keyFile"] = files.key->path();
  }
  CHITTY_DO(files.certificate.exchange());
  CHITTY_DO(files.root.exchange());
  record["certificateFile"] = files.certificate.path();
  record["rootFile"] = files.root.path();
  host.note("Wrote " + (files.key ? files.key->path() + ", " : std::string()) + files.certificate.path() + " and " +
            files.root.path());
  return Reply(std::move(record));
}

Result<void> nothing_there(const Wanted& wanted) {
  for (const auto* end : {".key", ".crt"}) {
    const auto path = wanted.folder + "/" + wanted.service + end;
    if (::access(path.c_str(), F_OK) == 0)
      return make_error(Code::conflict, "'" + path + "' already exists",
                        "Choose another folder with --out, or replace it: add --replace");
  }
  return {};
}

Result<std::vector<Name>> names_of(const std::vector<std::string>& texts) {
  std::vector<Name> names;
  for (const auto& text : texts) {
    const auto name = parse_name(text);
    if (!name) return usage_error("invalid value '" + text + "' for '--name': expected a host name or an IP address");
    names.push_back(*name);
  }
  return names;
}

bool is_file_name(const std::string& word) {
  return !word.empty() && word.find_first_of("/\\") == word.npos && word.front() != '.';
}

}  // namespace

Result<Reply> cert_issue(const CertIssue& args, Host& host) {
  if (!is_file_name(args.service))
    return usage_error("invalid value '" + args.service + "' for '--service': expected the name of a service");
  Wanted wanted{args.out, args.csr, args.service, {}, args.csr.empty()};
  CHITTY_TRY(wanted.names, names_of(args.name));
  if (!args.replace) CHITTY_DO(nothing_there(wanted));
  CHITTY_TRY(auto files, prepare(wanted));
  CHITTY_TRY(const auto request, request_for(wanted, files));
  json::object body{{"service", args.service}, {"csr", request}, {"days", args.days}};
  if (!args.csr.empty() && !args.name.empty()) body["names"] = json::array(args.name.begin(), args.name.end());
  CHITTY_TRY(const auto reply, host.send(post("/api/v1/certificates", body)));
  return written(std::move(files), reply, host);
}

Result<Reply> cert_renew(const CertRenew& args, Host& host) {
  if (args.new_key && !args.csr.empty()) return usage_error("'--new-key' and '--csr' cannot be used together");
  const auto target = "/api/v1/certificates/" + encode(args.certificate);
  CHITTY_TRY(const auto before, host.send(get(target)));
  Wanted wanted{args.out, args.csr, text_in(certificate_in(before), "service"), {}, args.new_key};
  if (!is_file_name(wanted.service))
    return make_error(Code::malformed, "The service's answer does not say what the certificate is for.");
  CHITTY_TRY(auto files, prepare(wanted));
  CHITTY_TRY(const auto request, request_for(wanted, files));
  CHITTY_TRY(const auto reply, host.send(post(target + "/renew", {{"csr", text_or_null(request)}, {"days", args.days}})));
  return written(std::move(files), reply, host);
}

}  // namespace chittyregister::commands
