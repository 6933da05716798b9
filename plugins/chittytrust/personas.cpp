#include "personas.hpp"

namespace chittytrust {

namespace {

constexpr Persona personas[] = {
    {"alice", "A community leader whom many trust", R"({
  "entity": {"id": "alice", "entity_type": "person", "name": "Alice Chen", "created_at": "2020-01-01T00:00:00Z", "identity_verified": true,
    "credentials": [{"type": "government_id", "issuer": "US Government", "issued_at": "2020-01-01T00:00:00Z"},
                    {"type": "professional", "issuer": "State Bar Association", "issued_at": "2020-06-01T00:00:00Z"}],
    "connections": [{"entity_id": "bob", "connection_type": "professional", "established_at": "2021-01-01T00:00:00Z", "trust_score": 85, "interaction_count": 50}],
    "transparency_level": 0.9},
  "events": [{"id": "e1", "entity_id": "alice", "event_type": "verification", "timestamp": "2020-01-15T00:00:00Z", "channel": "verified_api", "outcome": "positive", "impact_score": 5},
             {"id": "e2", "entity_id": "alice", "event_type": "endorsement", "timestamp": "2021-03-10T00:00:00Z", "channel": "blockchain", "outcome": "positive", "impact_score": 4}]})"},
    {"bob", "A business with a mixed history", R"({
  "entity": {"id": "bob", "entity_type": "person", "name": "Bob Martinez", "created_at": "2019-06-01T00:00:00Z", "identity_verified": true,
    "credentials": [{"type": "government_id", "issuer": "US Government", "issued_at": "2019-06-01T00:00:00Z"}], "transparency_level": 0.6},
  "events": [{"id": "e3", "entity_id": "bob", "event_type": "transaction", "timestamp": "2020-02-01T00:00:00Z", "channel": "bank_transfer", "outcome": "positive", "impact_score": 3},
             {"id": "e4", "entity_id": "bob", "event_type": "dispute", "timestamp": "2021-08-15T00:00:00Z", "channel": "email", "outcome": "negative", "impact_score": 2}]})"},
    {"charlie", "From a bad beginning to a good reputation", R"({
  "entity": {"id": "charlie", "entity_type": "person", "name": "Charlie Williams", "created_at": "2022-01-01T00:00:00Z", "identity_verified": false, "transparency_level": 0.4},
  "events": [{"id": "e5", "entity_id": "charlie", "event_type": "dispute", "timestamp": "2022-02-01T00:00:00Z", "channel": "email", "outcome": "negative", "impact_score": 3},
             {"id": "e6", "entity_id": "charlie", "event_type": "achievement", "timestamp": "2023-10-01T00:00:00Z", "channel": "verified_api", "outcome": "positive", "impact_score": 8,
              "tags": ["rehabilitation", "transformation"]}]})"},
};

}  // namespace

const Persona* find_persona(std::string_view id) {
  for (const auto& persona : personas)
    if (persona.id == id) return &persona;
  return nullptr;
}

}  // namespace chittytrust
