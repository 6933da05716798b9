// chitty chronicle verify-proof: nobody is asked where the key is given; else the chronicle is asked for its key.
#include <chitty/merkle.hpp>
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>
#include <chittychronicle_names.hpp>

#include "../checkpoint_note.hpp"
#include "../event_record.hpp"
#include "../merkle_proof.hpp"
#include "../tlog_proof.hpp"
#include "small_text.hpp"

namespace chittychronicle::commands {

using namespace chitty;

namespace {

constexpr std::size_t most = 1 << 20;  // an event has 64 KiB at most, and Base64 makes four thirds of it

Result<std::string> key_of(const VerifyProof& args, Host& host) {
  if (!args.key.empty()) return args.key;
  CHITTY_TRY(const auto reply, host.send(get("/checkpoint/key")));
  return text_in(reply.value(), "key");
}

// The event as it was hashed, by the names that it has elsewhere.
Result<json::object> event_in(const std::string& text) {
  boost::system::error_code wrong;
  const auto value = json::parse(text, wrong);
  const auto* values = wrong ? nullptr : value.if_array();
  if (!values || values->size() != event_columns.size() + 1 || values->front() != "chronicle-event/1") return usage_error("the event in the proof is not one of a chronicle");
  json::object event;
  for (std::size_t i = 0; i < event_columns.size(); ++i) event[event_columns[i]] = json::value((*values)[i + 1]);
  for (const auto* column : {"metadata", "related_events", "integrations"})  // kept and hashed as texts
    if (const auto* said = event.at(column).if_string()) {
      auto content = json::parse(*said, wrong);
      if (!wrong) event[column] = std::move(content);
    }
  return event;
}

Error refused(const std::string& why) { return make_error(Code::refused, "the proof does not hold: " + why, "Ask the chronicle for another: chitty chronicle proof EVENT-ID"); }

}  // namespace

Result<Reply> verify_proof(const VerifyProof& args, Host& host) {
  CHITTY_TRY(const auto text, small_text(args.file, most, "a proof", "chitty chronicle proof EVENT-ID > FILE", host));
  CHITTY_TRY(const auto proof, read_tlog_proof(text));
  CHITTY_TRY(auto event, event_in(proof.text));
  CHITTY_TRY(const auto key, key_of(args, host));
  CHITTY_TRY(const auto jwk, key_in_verifier_key(host.crypto(), key));
  CHITTY_TRY(const auto checkpoint, read_checkpoint(host.crypto(), proof.checkpoint, jwk));
  const auto crypto = host.crypto();
  const auto leaf = merkle_leaf(crypto, chain_of(crypto, proof.before, proof.text));
  if (event.at("seq") != json::value(proof.index + 1)) return refused("the event says another number than the proof");
  if (!proves_inclusion(crypto, leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root)) return refused("the event is not in the log that the checkpoint is of");
  event["origin"] = checkpoint.origin, event["size"] = checkpoint.size;
  CHITTY_DO(host.record(event));
  host.note("The event is number " + std::to_string(proof.index + 1) + " of " + std::to_string(checkpoint.size) + " in " + checkpoint.origin + ", as it was recorded");
  return Reply::nothing();
}

}  // namespace chittychronicle::commands
