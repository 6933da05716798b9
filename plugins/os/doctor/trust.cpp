// What others must believe, and until when: certificates, the clock, the token.
#include "check.hpp"

#include "certificate_end.hpp"

#include <chitty/form.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include <array>
#include <fstream>
#include <sstream>
#include <tuple>

namespace os::doctor {

using namespace chitty;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

std::string days(std::int64_t ms) {
  const auto whole = ms / day_ms;
  return std::to_string(whole) + (whole == 1 ? " day" : " days");
}

Finding by_end(const std::string& id, const std::string& what, std::int64_t end_ms, std::int64_t now_ms, std::int64_t soon_ms, const std::string& mend) {
  if (end_ms <= now_ms) return failure(id, what + " expired " + days(now_ms - end_ms) + " ago", mend, Code::unauthenticated);
  if (end_ms - now_ms < soon_ms) return warning(id, what + " expires in " + days(end_ms - now_ms), mend);
  return ok(id, what + " is valid for " + days(end_ms - now_ms));
}

// "Mon, 30 Nov 2026 02:35:16 GMT" (RFC 9110, 5.6.7), to the second.
std::optional<std::int64_t> http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (text.substr(8, 3) != months[i]) continue;
    const auto month = (i < 9 ? "0" : "") + std::to_string(i + 1);
    return parse_rfc3339(std::string(text.substr(12, 4)) + "-" + month + "-" + std::string(text.substr(5, 2)) + "T" + std::string(text.substr(17, 8)) + "Z");
  }
  return std::nullopt;
}

}  // namespace

std::vector<Finding> look_at_tls(Patient& patient) {
  std::vector<Finding> found;
  const auto now_ms = patient.host.now();
  constexpr const char* again = "chitty os up --tls";
  if (const auto* tls = patient.daemon.if_contains("tls"))
    if (const auto end = parse_rfc3339(text_in(*tls, "expiresAt"))) found.push_back(by_end("tls.certificate", "the certificate of chittyd", *end, now_ms, 14 * day_ms, again));
  const auto authority = patient.host.config("chittyos.authority");
  if (const auto* path = authority ? authority->if_string() : nullptr; path && !path->empty()) {
    std::ifstream file(std::string(*path), std::ios::binary);
    std::stringstream text;
    if (file) text << file.rdbuf();
    const auto end = file ? end_of_certificate(text.str()) : std::nullopt;
    if (!file) found.push_back(failure("tls.authority", "cannot read " + std::string(*path), "chitty config unset chittyos.authority", Code::configuration));
    else if (!end) found.push_back(failure("tls.authority", std::string(*path) + " is not a certificate in PEM", "chitty config unset chittyos.authority", Code::configuration));
    else found.push_back(by_end("tls.authority", "the authority " + std::string(*path), *end, now_ms, 30 * day_ms, again));
  }
  if (!found.empty()) return found;
  if (patient.base_url.starts_with("https://")) return {ok("tls", "by the authorities that the system trusts")};
  return {ok("tls", patient.base_url.empty() ? "there is no address yet" : "not used: " + patient.base_url + " is plain HTTP")};
}

// The server's time against the middle of the way there and back; what it says has whole seconds.
std::vector<Finding> look_at_clock(Patient& patient) {
  if (patient.base_url.empty()) return {{"clock", Finding::State::not_checked, "there is no server to compare it with"}};
  const auto sent = patient.host.now();
  auto reply = patient.host.open(get("/health").to("chittyd").anonymous().whatever_status());
  const auto came = patient.host.now();
  if (!reply) return {{"clock", Finding::State::not_checked, "the environment does not answer: " + reply.error().message}};
  const auto theirs = http_date(reply->header("Date"));
  if (!theirs) return {{"clock", Finding::State::not_checked, "the environment does not say what time it is"}};
  const auto off = *theirs + 500 - (sent + came) / 2, uncertain = 500 + (came - sent) / 2;
  const auto size = off < 0 ? -off : off;
  const auto words = "this machine's clock is " + std::to_string((size + 500) / 1000) + " s " + (off < 0 ? "ahead of" : "behind") + " the server's";
  if (size > 60'000 + uncertain) return {failure("clock", words, "sudo timedatectl set-ntp true")};
  if (size > 5'000 + uncertain) return {warning("clock", words, "sudo timedatectl set-ntp true")};
  return {ok("clock", "this machine's clock agrees with the server's")};
}

std::vector<Finding> look_at_token(Patient& patient) {
  if (patient.base_url.empty()) return {{"token", Finding::State::not_checked, "there is nothing to log in to"}};
  const auto secret = patient.host.secret("chittyd", "");
  if (!secret && secret.error().code == Code::not_found) return {failure("token", "you have no token for environment " + patient.environment, "chitty auth register", Code::unauthenticated)};
  if (!secret) return {failure("token", secret.error().message, "chitty auth register", Code::configuration)};
  const auto accounts = patient.host.run({"auth", "status"});
  if (!accounts) {
    const auto reason = text_in(accounts.error().details, "reason");
    if (reason == "unknown_word") return {ok("token", "it is there; nothing installed here can say how long it is valid")};
    return {failure("token", accounts.error().message, "chitty auth status", accounts.error().code)};
  }
  for (const auto& account : *accounts) {
    const auto* used = account.is_object() ? account.get_object().if_contains("inUse") : nullptr;
    if (!used || *used != true) continue;
    const auto name = text_in(account, "name"), state = text_in(account, "state");
    const auto what = "the token of " + (name.empty() ? std::string("your account") : name);
    if (state == "unreachable" || state == "unknown") return {{"token", Finding::State::not_checked, "nobody answers who could say whether " + what + " is valid"}};
    if (state == "invalid" || state == "expired") return {failure("token", what + " is " + state, "chitty auth register", Code::unauthenticated)};
    const auto end = parse_rfc3339(text_in(account, "expiresAt"));
    return {end ? by_end("token", what, *end, patient.host.now(), 7 * day_ms, "chitty auth token refresh") : ok("token", what + " is valid")};
  }
  return {warning("token", "no account is in use", "chitty auth register")};
}

}  // namespace os::doctor
