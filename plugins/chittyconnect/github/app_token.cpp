#include "app_token.hpp"

#include <openssl/pem.h>

#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>
#include <chitty/x509/openssl.hpp>
#include <map>
#include <memory>
#include <mutex>

namespace chittyconnect::github {

namespace {

Result<std::string> rs256(const std::string& pem, std::string_view text) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free_all);
  // A key with a passphrase would make OpenSSL ask at the terminal: it gets an empty one.
  const x509::Owned<EVP_PKEY, EVP_PKEY_free> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, const_cast<char*>("")));
  if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) return usage_error("The key of the GitHub App is not an RSA private key in PEM.");
  const x509::Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  std::size_t size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(text.data());
  std::string signature;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 && EVP_DigestSign(context.get(), nullptr, &size, data, text.size()) == 1) {
    signature.resize(size);
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data, text.size()) == 1) return signature.substr(0, size);
  }
  return make_error(Code::host_fault, "OpenSSL could not sign the GitHub App's token.");
}

struct Kept {
  std::mutex mutex;
  std::map<std::string, std::pair<std::int64_t, std::string>> tokens;
};

Kept& kept() {
  static Kept all;
  return all;
}

}  // namespace

std::optional<App> app_in(std::string_view credential) {
  if (!credential.starts_with('{')) return std::nullopt;
  boost::system::error_code ec;
  const auto said = json::parse(credential, ec);
  if (ec || !said.is_object()) return std::nullopt;
  return App{text_in(said, "app"), text_in(said, "installation"), text_in(said, "key")};
}

Result<std::string> app_jwt(const App& app, std::int64_t now_seconds) {
  const auto part = [](const json::object& object) { return base64url(json::serialize(object)); };
  const auto text = part({{"alg", "RS256"}, {"typ", "JWT"}}) + "." + part({{"iat", now_seconds - 60}, {"exp", now_seconds + 540}, {"iss", app.id}});
  CHITTY_TRY(const auto signature, rs256(app.key, text));
  return text + "." + base64url(signature);
}

Result<std::string> installation_token(Service& service, const App& app, const std::string& base_url) {
  const auto name = hex(service.crypto().sha256(base_url + "\n" + app.id + "\n" + app.installation + "\n" + app.key));
  auto& all = kept();
  {
    const std::lock_guard lock(all.mutex);
    const auto found = all.tokens.find(name);
    if (found != all.tokens.end() && service.now() < found->second.first - 60'000) return found->second.second;
  }
  CHITTY_TRY(const auto jwt, app_jwt(app, service.now() / 1000));
  integrations::Outward request{"POST", base_url + "/app/installations/" + encode(app.installation) + "/access_tokens"};
  request.headers = {{"Authorization", "Bearer " + jwt}, {"Accept", "application/vnd.github+json"}, {"X-GitHub-Api-Version", "2022-11-28"}};
  request.repeatable = true;
  CHITTY_TRY(const auto answered, integrations::ask_outside(service, request));
  boost::system::error_code ec;
  const auto said = json::parse(answered.body, ec);
  const auto token = ec ? std::string() : text_in(said, "token");
  const auto ends = ec ? std::nullopt : parse_rfc3339(text_in(said, "expires_at"));
  if (answered.status != 201 || token.empty()) return make_error(Code::refused, "GitHub gave no token for the installation " + app.installation + ": " + std::to_string(answered.status) + " " + integrations::words_of(answered));
  const std::lock_guard lock(all.mutex);
  if (all.tokens.size() > 1000) all.tokens.clear();
  all.tokens[name] = {ends.value_or(service.now() + 300'000), token};
  return token;
}

}  // namespace chittyconnect::github
