#include "credential.hpp"

#include <chitty/time.hpp>

#include <boost/json/array.hpp>

#include <algorithm>

namespace chitty::id {

namespace {

json::object subject_of(const Credential& credential) {
  json::object subject{{"id", credential.subject}};
  for (const auto& [name, value] : credential.claims) subject[name] = value;
  return subject;
}

json::object status_of(const Credential& credential) {
  const auto index = std::to_string(credential.status_index);
  return {{"id", credential.status_list + "#" + index},
          {"type", "BitstringStatusListEntry"},
          {"statusPurpose", "revocation"},
          {"statusListIndex", index},
          {"statusListCredential", credential.status_list}};
}

// The registered claims of RFC 7519, in seconds, which both forms carry.
void add_claims(json::object& payload, const Credential& credential) {
  payload["iss"] = credential.issuer;
  payload["sub"] = credential.subject;
  payload["jti"] = "urn:uuid:" + credential.uuid;
  payload["nbf"] = credential.issued / 1000;
  payload["iat"] = credential.issued / 1000;
  payload["exp"] = credential.expires / 1000;
}

}  // namespace

Result<void> check_type(const std::string& type) {
  const bool named = !type.empty() && type.size() <= 64 && type[0] >= 'A' && type[0] <= 'Z' &&
                     std::all_of(type.begin(), type.end(), [](unsigned char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                     });
  if (named && type != "VerifiableCredential") return {};
  return usage_error("The credential's type \"" + type + "\" must be a name like VerifiedDeveloper: a capital, then letters and digits.");
}

json::object payload_vc2(const Credential& credential) {
  json::object payload{
      {"@context", json::array{"https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"}},
      {"id", "urn:uuid:" + credential.uuid},
      {"type", json::array{"VerifiableCredential", credential.type}},
      {"issuer", credential.issuer},
      {"validFrom", rfc3339(credential.issued)},
      {"validUntil", rfc3339(credential.expires)},
      {"credentialSubject", subject_of(credential)},
      {"credentialStatus", status_of(credential)}};
  add_claims(payload, credential);
  return payload;
}

json::object payload_vc1(const Credential& credential) {
  json::object payload{{"vc", json::object{{"@context", json::array{"https://www.w3.org/2018/credentials/v1"}},
                                           {"type", json::array{"VerifiableCredential", credential.type}},
                                           {"credentialSubject", subject_of(credential)},
                                           {"credentialStatus", status_of(credential)}}}};
  add_claims(payload, credential);
  return payload;
}

json::object payload_status_list(const std::string& url, const std::string& issuer, const std::string& encoded, std::int64_t now) {
  return {{"@context", json::array{"https://www.w3.org/ns/credentials/v2"}},
          {"id", url},
          {"type", json::array{"VerifiableCredential", "BitstringStatusListCredential"}},
          {"issuer", issuer},
          {"validFrom", rfc3339(now)},
          {"credentialSubject", json::object{{"id", url + "#list"},
                                             {"type", "BitstringStatusList"},
                                             {"statusPurpose", "revocation"},
                                             {"encodedList", encoded}}},
          {"iss", issuer},
          {"sub", url + "#list"},
          {"iat", now / 1000}};
}

}  // namespace chitty::id
