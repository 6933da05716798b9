#include "session.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <chitty/members.hpp>
#include <chitty/new_file.hpp>
#include <fstream>

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

constexpr std::size_t most_events = 256, most_stream_bytes = 1 << 20, most_streams = 64, most_sessions = 1000, most_name = 200;
constexpr std::int64_t stream_kept_ms = 5 * 60 * 1000, session_kept_ms = 24LL * 3600 * 1000;

std::int64_t number_in(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace

void Stream::add(std::string data) {
  kept_.push_back({next_++, std::move(data)});
  bytes_ += kept_.back().data.size();
  if (const auto reader = reader_.lock()) reader->event(id_of(kept_.back().number), kept_.back().data);
  while (kept_.size() > 1 && (kept_.size() > most_events || bytes_ > most_stream_bytes)) {
    bytes_ -= kept_.front().data.size();
    kept_.pop_front();
  }
}

void Stream::finish(std::int64_t now) {
  finished = true, finished_at = now;
  if (const auto reader = reader_.lock()) reader->end();
}

void Stream::attach(std::weak_ptr<Reader> reader, std::uint64_t after) {
  if (const auto before = reader_.lock(); before && before != reader.lock()) before->end();
  reader_ = std::move(reader);
  const auto now = reader_.lock();
  if (!now) return;
  for (const auto& event : kept_)
    if (event.number > after) now->event(id_of(event.number), event.data);
  if (finished) now->end();
}

std::shared_ptr<Stream> Session::open(std::int64_t now) {
  std::erase_if(streams, [now](const auto& one) { return one.second->finished && one.second->finished_at + stream_kept_ms <= now; });
  while (streams.size() >= most_streams) {  // the oldest that nobody reads, else the oldest
    auto oldest = std::find_if(streams.begin(), streams.end(), [](const auto& one) { return !one.second->is_read(); });
    streams.erase(oldest == streams.end() ? streams.begin() : oldest);
  }
  const auto stream = std::make_shared<Stream>(next_stream);
  streams[next_stream++] = stream;
  return stream;
}

std::shared_ptr<Stream> Session::find(const std::string& event_id, std::uint64_t& after) const {
  std::uint64_t number = 0;
  const auto* end = event_id.data() + event_id.size();
  const auto [dash, problem] = std::from_chars(event_id.data(), end, number);
  if (problem != std::errc() || dash == end || *dash != '-') return nullptr;
  if (const auto [last, wrong] = std::from_chars(dash + 1, end, after); wrong != std::errc() || last != end) return nullptr;
  const auto found = streams.find(number);
  return found == streams.end() ? nullptr : found->second;
}

std::shared_ptr<Session> Sessions::put(std::string id, std::shared_ptr<Client> client, std::int64_t used) {
  auto session = std::make_shared<Session>();
  session->id = id, session->client = std::move(client), session->used = used;
  session->client->caller = "session " + id;
  session->client->over_http = true;
  session->client->announce = [weak = std::weak_ptr<Session>(session)](std::string text) {
    if (const auto own = weak.lock())
      if (const auto stream = own->standing.lock()) stream->add(std::move(text));
  };
  clients_.push_back(session->client);
  all_[std::move(id)] = session;
  return session;
}

std::shared_ptr<Session> Sessions::create(std::string id, std::shared_ptr<Client> client, std::int64_t now) {
  if (all_.size() >= most_sessions)
    all_.erase(std::min_element(all_.begin(), all_.end(), [](const auto& a, const auto& b) { return a.second->used < b.second->used; }));
  changed_ = true;
  return put(std::move(id), std::move(client), now);
}

std::shared_ptr<Session> Sessions::find(const std::string& id, std::int64_t now) {
  const auto found = all_.find(id);
  if (found == all_.end()) return nullptr;
  if (now - found->second->used > 60'000) changed_ = true;
  found->second->used = now;
  return found->second;
}

void Sessions::remove(const std::string& id) { changed_ = all_.erase(id) > 0 || changed_; }

std::vector<std::shared_ptr<Session>> Sessions::expired(std::int64_t now) {
  std::vector<std::shared_ptr<Session>> out;
  for (const auto& [id, session] : all_)
    if (session->used + session_kept_ms <= now) out.push_back(session);
  for (const auto& session : out) remove(session->id);
  return out;
}

void Sessions::save() {
  if (!changed_ || file_.empty()) return;
  changed_ = false;
  json::array kept;
  for (const auto& [id, session] : all_) {
    const auto& client = *session->client;
    kept.push_back({{"id", id}, {"version", client.version}, {"name", client.name.substr(0, most_name)}, {"capabilities", client.capabilities}, {"logLevel", client.log_level}, {"used", session->used}});
  }
  auto file = chitty::NewFile::beside(file_, true);
  if (!file || !file->write(json::serialize(kept)) || !file->exchange()) changed_ = true;
}

void Sessions::load(std::int64_t now) {
  std::ifstream in(file_);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  boost::system::error_code ec;
  const auto value = json::parse(text, ec);
  if (ec || !value.is_array()) return;
  for (const auto& one : value.get_array()) {
    if (!one.is_object() || all_.size() >= most_sessions) continue;
    const auto& object = one.get_object();
    const auto used = number_in(object, "used");
    if (text_in(object, "id").empty() || !used || used + session_kept_ms <= now) continue;
    auto client = std::make_shared<Client>();
    client->version = text_in(object, "version"), client->name = text_in(object, "name"), client->log_level = text_in(object, "logLevel");
    if (const auto* able = object.if_contains("capabilities"); able && able->is_object()) client->capabilities = able->get_object();
    put(text_in(object, "id"), std::move(client), used);
  }
}

}  // namespace chittyconnect::mcp
