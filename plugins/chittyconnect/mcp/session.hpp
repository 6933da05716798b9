// Sessions of the legacy era over HTTP. They outlive the process: who was known before a restart is known after it. Streams do not:
// what a session was to be sent is kept in memory, so that a client whose connection broke can have it again.
#ifndef CHITTYCONNECT_MCP_SESSION_HPP
#define CHITTYCONNECT_MCP_SESSION_HPP

#include <chitty/error.hpp>
#include <deque>
#include <list>
#include <vector>

#include "outlet.hpp"

namespace chittyconnect::mcp {

// One connection's side of a stream: what is sent through it now.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual void event(const std::string& id, const std::string& data) = 0;
  virtual void end() = 0;
};

// The events of one stream, the last of them, with their ids; and who reads it now, if anybody does.
class Stream {
 public:
  explicit Stream(std::uint64_t number) : number_(number) {}

  void add(std::string data);  // to the reader, and kept
  void finish(std::int64_t now);
  // Read it from behind the event `after` on: all that is kept when that is 0.
  void attach(std::weak_ptr<Reader> reader, std::uint64_t after);
  bool is_read() const { return !reader_.expired(); }
  std::string id_of(std::uint64_t event) const { return std::to_string(number_) + "-" + std::to_string(event); }
  std::uint64_t number() const { return number_; }
  std::uint64_t prime() { return next_++; }  // the number of an event without data, from which a client can resume

  bool finished = false;
  std::int64_t finished_at = 0;

 private:
  struct Event {
    std::uint64_t number;
    std::string data;
  };
  std::uint64_t number_, next_ = 1;
  std::deque<Event> kept_;
  std::size_t bytes_ = 0;
  std::weak_ptr<Reader> reader_;
};

struct Session {
  std::string id;
  std::shared_ptr<Client> client;
  std::map<std::uint64_t, std::shared_ptr<Stream>> streams;
  std::uint64_t next_stream = 1;
  std::weak_ptr<Stream> standing;  // the one that a GET has opened: what answers nothing goes there
  std::int64_t used = 0;

  std::shared_ptr<Stream> open(std::int64_t now);
  // By "3-17": the stream and the event. Null: not one of this session.
  std::shared_ptr<Stream> find(const std::string& event_id, std::uint64_t& after) const;
};

class Sessions {
 public:
  // `file`: where they are kept, readable by the owner alone; empty: nowhere.
  explicit Sessions(std::string file) : file_(std::move(file)) {}

  void load(std::int64_t now);
  std::shared_ptr<Session> create(std::string id, std::shared_ptr<Client> client, std::int64_t now);
  std::shared_ptr<Session> find(const std::string& id, std::int64_t now);
  void remove(const std::string& id);
  void save();                                                      // when something has changed since
  std::vector<std::shared_ptr<Session>> expired(std::int64_t now);  // taken out
  std::list<std::weak_ptr<Client>>& clients() { return clients_; }
  std::size_t size() const { return all_.size(); }
  void changed() { changed_ = true; }

 private:
  std::shared_ptr<Session> put(std::string id, std::shared_ptr<Client> client, std::int64_t used);
  std::string file_;
  std::map<std::string, std::shared_ptr<Session>> all_;
  std::list<std::weak_ptr<Client>> clients_;
  bool changed_ = false;
};

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_SESSION_HPP
