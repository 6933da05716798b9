// chitty certify export: what whoever checks the signature without this service needs, and how they do it.
#include <sys/stat.h>
#include <unistd.h>

#include <chitty/base64.hpp>
#include <chitty/members.hpp>
#include <chitty/new_file.hpp>
#include <chittycertify_names.hpp>

#include "stamping.hpp"

namespace chittycertify::commands {

using namespace chitty;

namespace {

struct Piece {
  std::string name, what, content, check{};
};

std::string pem_of_list(const std::string& der) {
  std::string text = "-----BEGIN X509 CRL-----\n";
  for (std::size_t i = 0; i < der.size(); i += 64) text += der.substr(i, 64) + "\n";
  return text + "-----END X509 CRL-----\n";
}

// Printable letters that no shell and no file system minds.
std::string plain(const std::string& name) {
  std::string text;
  for (const auto c : name) text += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ? c : '_';
  return text.empty() || text.front() == '.' || text.front() == '-' ? "document" + text : text;
}

std::string bytes_in(const json::object& files, std::string_view member) { return from_base64(text_in(files, member)).value_or(""); }

// Everything by `name`, with the commands that check it from within the folder. In a PDF the signature is in the file itself.
std::vector<Piece> pieces_of(const json::object& files, const std::string& name, bool in_pdf) {
  const auto signer = text_in(files, "signer"), chain = text_in(files, "chain"), root = text_in(files, "root");
  std::vector<Piece> all{
      {name + ".p7s", "signature (CMS, CAdES-T)", bytes_in(files, "cms"),
       in_pdf ? "" : "openssl cms -verify -binary -inform DER -in " + name + ".p7s -content " + name + " -CAfile root.pem -out /dev/null"},
      {name + ".sig", "bare signature, which the time stamp is over", bytes_in(files, "value")}};
  int number = 0;
  for (const auto& stamp : files.at("stamps").as_array()) {
    const auto file = name + (number == 0 ? "" : "." + std::to_string(number)) + ".tsr";
    ++number;
    const auto local = text_in(stamp, "authority") == "local";
    all.push_back({file, "time stamp by " + (local ? "this service" : text_in(stamp, "authority")), from_base64(text_in(stamp, "response")).value_or(""),
                   "openssl ts -verify -in " + file + " -data " + name + ".sig -CAfile " + (local ? "root.pem" : "ROOT.pem")});
  }
  if (const auto jws = text_in(files, "jws"); !jws.empty()) all.push_back({name + ".jws", "signature (JWS) over the SHA-256 in hexadecimal digits", jws});
  all.push_back({"signer.pem", "certificate", signer, "openssl verify -purpose smimesign -CAfile root.pem -untrusted chain.pem -CRLfile crl.pem -crl_check_all signer.pem"});
  all.push_back({"chain.pem", "issuing authority", chain});
  all.push_back({"root.pem", "root", root});
  std::string lists;
  for (const auto& list : files.at("lists").as_array()) lists += pem_of_list(std::string(list.as_string()));
  all.push_back({"crl.pem", "what is revoked", lists});
  return all;
}

Result<void> is_free(const std::string& folder, const std::vector<Piece>& all) {
  for (const auto& one : all)
    if (const auto path = folder + "/" + one.name; ::access(path.c_str(), F_OK) == 0)
      return make_error(Code::conflict, "'" + path + "' already exists", "Choose another folder with --out, or replace it: add --replace");
  return {};
}

}  // namespace

Result<Reply> export_(const Export& args, Host& host) {
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/certificate/" + encode(args.certificate) + "/files")));
  CHITTY_TRY(const auto record, member_object(reply, "certificate"));
  const auto& files = reply.value().as_object();
  const auto* stamps = files.if_contains("stamps");
  const auto* lists = files.if_contains("lists");
  if (!stamps || !stamps->is_array() || !lists || !lists->is_array()) return make_error(Code::malformed, "The service's answer has no signature files.");
  const auto all = pieces_of(files, plain(text_in(record, "name")), text_in(record, "profile") == "pades");
  if (!args.replace) CHITTY_DO(is_free(args.out, all));
  ::mkdir(args.out.c_str(), 0755);  // why it cannot be made shows at the first file
  std::vector<NewFile> written;
  for (const auto& one : all) {
    CHITTY_TRY(auto file, NewFile::beside(args.out + "/" + one.name, false));
    CHITTY_DO(file.write(one.content));
    written.push_back(std::move(file));
  }
  json::array records;
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHITTY_DO(written[i].exchange());
    records.push_back({{"file", written[i].path()}, {"what", all[i].what}, {"check", text_or_null(all[i].check)}});
  }
  host.note("Wrote " + std::to_string(all.size()) + " files to " + args.out + "; run the checks there, beside the document");
  return Reply::records(std::move(records));
}

}  // namespace chittycertify::commands
