#include "credential.hpp"

#include <boost/json/array.hpp>
#include <chitty/time.hpp>

namespace chitty::id {

namespace {

constexpr const char* self_asserted = "SelfAssertedClaims";

// What both forms say in one way: the types, the claims, where its status stands, and of claims that the authority has not looked into
// who says them (`evidence` of the data model, in both versions of it).
json::object common(const Credential& credential, json::array context) {
  json::object subject{{"id", credential.subject}};
  json::array names;
  for (const auto& [name, value] : credential.claims) subject[name] = value, names.emplace_back(name);
  const auto index = std::to_string(credential.status_index);
  json::object said{{"@context", std::move(context)},
                    {"type", json::array{"VerifiableCredential", credential.type}},
                    {"credentialSubject", std::move(subject)},
                    {"credentialStatus", json::object{{"id", credential.status_list + "#" + index},
                                                      {"type", "BitstringStatusListEntry"},
                                                      {"statusPurpose", "revocation"},
                                                      {"statusListIndex", index},
                                                      {"statusListCredential", credential.status_list}}}};
  if (!credential.asserted_by.empty())
    said["evidence"] = json::array{
        json::object{{"type", json::array{self_asserted}}, {"assertedBy", credential.asserted_by}, {"claims", std::move(names)}}};
  return said;
}

// With the registered claims of RFC 7519, in seconds, which both forms carry.
json::object with_claims(json::object payload, const Credential& credential) {
  payload["iss"] = credential.issuer;
  payload["sub"] = credential.subject;
  payload["jti"] = "urn:uuid:" + credential.uuid;
  payload["nbf"] = credential.issued / 1000;
  payload["iat"] = credential.issued / 1000;
  payload["exp"] = credential.expires / 1000;
  return payload;
}

}  // namespace

json::object payload_vc2(const Credential& credential) {
  auto payload = common(credential, {"https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"});
  payload["id"] = "urn:uuid:" + credential.uuid;
  payload["issuer"] = credential.issuer;
  payload["validFrom"] = rfc3339(credential.issued);
  payload["validUntil"] = rfc3339(credential.expires);
  return with_claims(std::move(payload), credential);
}

json::object payload_vc1(const Credential& credential) {
  return with_claims({{"vc", common(credential, {"https://www.w3.org/2018/credentials/v1"})}}, credential);
}

bool is_self_asserted(const json::object& payload) {
  const json::value whole = payload;
  boost::system::error_code none;
  for (const auto* form : {"/evidence/0/type/0", "/vc/evidence/0/type/0"})
    if (const auto* type = whole.find_pointer(form, none); type && *type == self_asserted) return true;
  return false;
}

json::object payload_status_list(const std::string& url, const std::string& issuer, const std::string& encoded, std::int64_t now) {
  return {{"@context", json::array{"https://www.w3.org/ns/credentials/v2"}},
          {"id", url},
          {"type", json::array{"VerifiableCredential", "BitstringStatusListCredential"}},
          {"issuer", issuer},
          {"validFrom", rfc3339(now)},
          {"credentialSubject",
           json::object{{"id", url + "#list"}, {"type", "BitstringStatusList"}, {"statusPurpose", "revocation"}, {"encodedList", encoded}}},
          {"iss", issuer},
          {"sub", url + "#list"},
          {"iat", now / 1000}};
}

}  // namespace chitty::id
