// GET /page/events: events as they happen, as server-sent events. Each has its position in the chronicle as id, by which a page that
// comes again (Last-Event-ID, `after`) misses none; where they are kept no more it is told `resync`, and gets the newest.
#include <charconv>
#include <atomic>
#include <chittyportal_names.hpp>
#include <map>

#include "answering.hpp"
#include "feed.hpp"
#include "session.hpp"

namespace chittyportal::routes {

using namespace chitty;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int most_streams = 100, most_of_session = 8;  // each takes a thread of the daemon while it is open
constexpr auto silence = std::chrono::seconds(15);      // then a comment says that the line is open
constexpr auto turn = std::chrono::milliseconds(250), looked_every = std::chrono::milliseconds(1000);
constexpr std::size_t most_at_once = 200, in_snapshot = 50;

std::mutex mutex;
std::map<std::string, int> open_of;  // by session
int open_streams = 0;

// A place among the streams; UNREACHABLE, as 503, where all are taken.
struct Place {
  std::string session;
  bool taken = false;
  Place(const Place&) = delete;
  explicit Place(std::string of) : session(std::move(of)) {
    const std::lock_guard lock(mutex);
    if (open_streams >= most_streams || open_of[session] >= most_of_session) return;
    ++open_streams, ++open_of[session], taken = true;
  }
  ~Place() {
    const std::lock_guard lock(mutex);
    if (taken) --open_streams, --open_of[session];
    if (const auto found = open_of.find(session); found != open_of.end() && found->second == 0) open_of.erase(found);
  }
};

std::optional<std::int64_t> begin_behind(Service& service) {
  const auto after = service.query("after"), last = after.empty() ? service.header("Last-Event-ID") : after;
  std::int64_t seq = 0;
  const auto [end, wrong] = std::from_chars(last.data(), last.data() + last.size(), seq);
  if (last.empty() || wrong != std::errc() || end != last.data() + last.size() || seq < 0) return {};
  return seq;
}

class Stream {
 public:
  Stream(Service& service, const Session& session) : service_(service), session_(session), sees_all_(session.is_admin()) {}

  Result<void> run(std::optional<std::int64_t> after) {
    auto headers = safe_headers("text/event-stream");
    headers["X-Accel-Buffering"] = "no";
    CHITTY_DO(service_.begin(200, headers));
    // A little chance, so that all pages of a daemon that has begun anew do not come at once.
    CHITTY_TRY(const auto chance, service_.crypto().random(2));
    const auto jitter = (static_cast<unsigned char>(chance[0]) << 8 | static_cast<unsigned char>(chance[1])) % 3000;
    CHITTY_DO(write("retry: " + std::to_string(2000 + jitter) + "\n\n"));
    if (!after || feed().behind(*after, 0).lost > 0) {
      if (after) CHITTY_DO(write("event: resync\ndata: {\"lost\":" + std::to_string(feed().behind(*after, 0).lost) + "}\n\n"));
      CHITTY_TRY(after, snapshot());
    }
    return follow(*after);
  }

 private:
  Result<void> write(const std::string& text) {
    said_at_ = Clock::now();
    return service_.write(text);
  }

  bool is_shown(const FeedEvent& event) const { return sees_all_ || event.user == session_.subject || event.subject == session_.subject; }

  Result<std::int64_t> snapshot() {
    const auto read = feed().newest(sees_all_ ? in_snapshot : Feed::kept);
    std::vector<std::string> texts;
    for (const auto& event : read.events)
      if (is_shown(event)) texts.push_back(event.text);
    std::string list;
    for (std::size_t i = texts.size() > in_snapshot ? texts.size() - in_snapshot : 0; i < texts.size(); ++i) list += (list.empty() ? "" : ",") + texts[i];
    CHITTY_DO(write("id: " + std::to_string(read.last) + "\nevent: snapshot\ndata: [" + list + "]\n\n"));
    return read.last;
  }

  Result<void> follow(std::int64_t seq) {
    auto looked_at = Clock::now();
    do {
      if (Clock::now() - looked_at >= looked_every) {
        looked_at = Clock::now();
        if (const auto open = still_open(service_, session_); !open)
          return write("event: ended\ndata: " + json::serialize(json::object{{"message", open.error().message}}) + "\n\n");
      }
      (void)feed().refresh(service_);  // what cannot be had now comes later
      for (bool more = true; more;) {
        const auto read = feed().behind(seq, most_at_once);
        // Who reads more slowly than things happen is told how many were left out, and goes on with what there is.
        if (read.lost > 0) CHITTY_DO(write("id: " + std::to_string(read.last) + "\nevent: missed\ndata: {\"count\":" + std::to_string(read.lost) + "}\n\n"));
        for (const auto& event : read.events)
          if (is_shown(event)) CHITTY_DO(write("id: " + std::to_string(event.seq) + "\ndata: " + event.text + "\n\n"));
        more = read.events.size() == most_at_once;
        seq = read.last;
      }
      if (Clock::now() - said_at_ >= silence) CHITTY_DO(write(": waiting\n\n"));
    } while (service_.wait(turn));
    return {};
  }

  Service& service_;
  const Session& session_;
  bool sees_all_;
  Clock::time_point said_at_ = Clock::now();
};

}  // namespace

Result<Response> page_events(Service& service) {
  std::optional<Session> session;
  std::optional<Place> place;
  auto refused = answering([&]() -> Result<Response> {
    CHITTY_TRY(session, session_of(service));
    place.emplace(session->hash);
    if (!place->taken) return make_error(Code::unreachable, "Too many pages follow events here.", "The page asks again by itself.");
    CHITTY_DO(feed().refresh(service));
    return Response();
  });
  if (!refused || refused->status != 200) return refused;
  CHITTY_DO(Stream(service, *session).run(begin_behind(service)));
  return Response::done();
}

}  // namespace chittyportal::routes
