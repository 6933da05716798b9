/* SPDX-License-Identifier: Apache-2.0
 *
 * chitty/plugin.h: the whole C ABI between the host `chitty` (or `chittyd`) and a plugin. Version 1.0-draft.
 *
 * THE PROMISE. A plugin built for ABI 1.x loads in every host of ABI 1.y where y is at least the minimum that the
 * plugin states. A host never drops 1.x before 24 months after 2.0. (1.0 is still a draft: until it is frozen,
 * `CHITTY_ABI_DRAFT` is 1 and the promise is rehearsed by the tests, not yet given.)
 *
 * HOW TO READ IT. First the conventions, which hold everywhere and are not repeated. Then the entry, the one symbol of
 * a plugin. Then what a plugin may offer (`chitty.commands/1`, `chitty.service/1`), then what the host offers. Each
 * function states five facts: what it does; the shape of each argument; who owns each pointer until when; from which
 * thread it may be called; what each failure means and what is then unchanged. Rule numbers (ABI-05) name the tests.
 *
 * CONVENTIONS
 *
 *  Numbers     Fixed widths only; no bool, enum, long, bit field, varargs or struct by value; padding is named
 *              `reserved` and is zero (ABI-05). 64-bit little-endian platforms. Flags are 0 or 1 in a uint32_t.
 *  Sizes       `struct_size` is the first field of every struct: the bytes that the side which filled it knows.
 *              A field exists for you only if its end lies within that size; beyond it, there is nothing (ABI-06).
 *              Whoever allocates decides the size; copy min(theirs, mine) and zero the rest (ABI-07).
 *  Growth      Fields and slots are only appended; none changes meaning, type or place. A removed function keeps its
 *              slot and answers CHITTY_NOT_SUPPORTED. A slot may be null: test it. What is optional in 1.0 stays
 *              optional (ABI-08).
 *  Text        UTF-8 as pointer and length; a zero byte may occur inside and none need follow. `ptr` is null only when
 *              `len` is 0. The receiver checks; invalid UTF-8 is CHITTY_INVALID_ARGUMENT, never undefined (ABI-14).
 *  Values      Structured values are JSON text (RFC 8259), at most CHITTY_MAX_MESSAGE bytes and CHITTY_MAX_DEPTH deep;
 *              bulk is a stream of bytes through read and write (ABI-15).
 *  Results     Text results go into a sink that the reader owns (ABI-16). The creator frees (ABI-12).
 *  Lifetime    A pointer given to you is borrowed until the call returns, unless its line says "until released" or
 *              "for the life of the process". There is no fourth kind (ABI-13).
 *  Errors      Every fallible function returns a status and takes an error object, which may be null. The first error
 *              wins; success leaves the object untouched (ABI-17). Codes have a class, `code / 100`: treat a code that
 *              you do not know as its class.
 *  Unwinding   No exception, longjmp or panic may leave your function. The host links its C++ runtime statically, so
 *              an exception that reaches it ends the process (ABI-18).
 *  Threads     [call-thread]  on the thread that runs the present call, during that call;
 *              [any-thread]   from any thread while the object lives;
 *              [service-threads]  from several threads at once, each with its own call.
 *              Calls on different instances may run at the same time; one instance serves commands serially (ABI-21).
 *  Manners     A plugin owns nothing global: no exit, abort, signal handler, atexit, setlocale, chdir, setenv, umask,
 *              fork, stdio or terminal (ABI-19). Entry and create do no I/O and start no thread: 5 and 20 ms (ABI-20).
 *              A plugin is never unloaded, and nothing is called when the process ends (ABI-23).
 *  Extensions  Everything but the entry is a table, asked for by name and version, both ways: `chitty.http/1`. Third
 *              parties use a domain they own (`org.example.cache/1`). A draft keeps its name when it becomes stable;
 *              what is not compatible is `/2` beside `/1` (ABI-09). `chitty.unstable.*` is for one exact host version,
 *              and no index takes a plugin that needs it (ABI-11).
 *  Loading     The host opens the file with RTLD_NOW | RTLD_LOCAL (ABI-24). The entry is its only exported symbol, and
 *              it links nothing of the host (ABI-10, ABI-25). The bytes that were hashed are the bytes that are loaded,
 *              perhaps from memory: do not look for files beside your own, `$ORIGIN` is not yours (ABI-26).
 *  Manifest    Names, help, arguments, effects, routes and the least ABI stand in a manifest inside the file, read
 *              without loading it; a plugin that does not fit is refused there, and the entry repeats it (ABI-03).
 *              Keys that a host does not know are ignored unless the manifest lists them under `requires` (ABI-04).
 *              It is one record in an allocated read-only section (ELF `.chitty.manifest`, PE `.chitty`, Mach-O
 *              `__TEXT,__chitty_mf`), 16-byte aligned, little-endian: 16 bytes of magic (0x7f, "chitty-manif", 0x1a,
 *              0x0d, 0x0a), u32 record version (1), u32 flags (0), u64 length, SHA-256 of the payload, payload (UTF-8
 *              JSON). Exactly one in a file; two are an error (ABI-27). The SDK's `chitty_plugin()` writes it.
 *  The freeze  sdk/abi holds every released ABI as data, as a header and as a built plugin, and the tests that nothing
 *              of it changes (ABI-28, ABI-29). Each rule has tests under its number, and broken plugins (ABI-30).
 */
#ifndef CHITTY_PLUGIN_H
#define CHITTY_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define CHITTY_ABI_MAJOR 1u
#define CHITTY_ABI_MINOR 0u
#define CHITTY_ABI_DRAFT 1u

/* Limits, checked by both sides. */
#define CHITTY_MAX_MESSAGE  67108864u /* bytes of one JSON text: 64 MiB */
#define CHITTY_MAX_DEPTH    64u       /* nesting of one JSON text */
#define CHITTY_MAX_MANIFEST 1048576u  /* bytes of a manifest: 1 MiB */

/* Has `*pointer`, a `type`, got `field`? Ask before you read what is newer than the other side may be (ABI-06):
 * CHITTY_COVERS(host, chitty_host, get_extension). */
#define CHITTY_COVERS(pointer, type, field) \
  ((pointer)->struct_size >= offsetof(type, field) + sizeof(((type*)0)->field))

/* The calling convention, pinned (ABI-05): the platform's C convention. On x86-64 and arm64 there is one. */
#if defined(_WIN32) && defined(__i386__)
#define CHITTY_CALL __attribute__((__cdecl__))
#else
#define CHITTY_CALL
#endif

/* Put before the definition of the entry; everything else in a plugin is hidden by its version script. */
#if defined(_WIN32)
#define CHITTY_EXPORT __declspec(dllexport)
#else
#define CHITTY_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* --- Status codes ---------------------------------------------------------------------------------------------- */

typedef int32_t chitty_status;

#define CHITTY_OK                0   /* done */
#define CHITTY_INVALID_ARGUMENT  100 /* the caller's words are wrong; when only the state forbids it: CONFLICT */
#define CHITTY_CONFIGURATION     200 /* a setting is missing or wrong; if it came with the command: INVALID_ARGUMENT */
#define CHITTY_UNAUTHENTICATED   300 /* nobody knows who asks */
#define CHITTY_PERMISSION_DENIED 301 /* it is known who asks, and it is not allowed */
#define CHITTY_NOT_FOUND         400 /* the named thing is not there */
#define CHITTY_CONFLICT          500 /* the state forbids it: exists already, changed meanwhile, full */
#define CHITTY_UNREACHABLE       600 /* no answer could be had */
#define CHITTY_TIMEOUT           601 /* the deadline passed */
#define CHITTY_REFUSED           700 /* the other side understood and said no, or a check failed */
#define CHITTY_RATE_LIMITED      701 /* too many; `retry_after_ms` says when */
#define CHITTY_MALFORMED         702 /* the other side's answer is not what was agreed */
#define CHITTY_PLUGIN_FAULT      800 /* the plugin broke this contract, or failed inside */
#define CHITTY_HOST_FAULT        801 /* the host broke this contract, or failed inside */
#define CHITTY_NOT_SUPPORTED     802 /* this side does not offer that */
#define CHITTY_CANCELLED         900 /* the person or the host asked to stop */

/* --- Text, sinks and streams ----------------------------------------------------------------------------------- */

/* Borrowed UTF-8 text. Never freed by the receiver. The one struct without a size: it is two words for ever. */
typedef struct chitty_str {
  const char* ptr; /* null only if len is 0 */
  uint64_t len;    /* bytes */
} chitty_str;

/* A place that takes text. The reader allocates and owns it; the giver calls `write` any number of times, and may not
 * keep it after the call returns. */
typedef struct chitty_sink {
  uint32_t struct_size;
  uint32_t reserved0;
  void* context; /* the reader's own; passed back as the first argument */

  /* Take `len` bytes at `data`, borrowed. [call-thread] Not CHITTY_OK: the reader wants no more; stop and return that
   * status. What was written before stays written. */
  chitty_status(CHITTY_CALL* write)(void* context, const char* data, uint64_t len);
} chitty_sink;

/* A source of bytes. Its creator frees it, after the call that it was given to has returned. */
typedef struct chitty_source {
  uint32_t struct_size;
  uint32_t reserved0;
  void* context;

  /* Fill up to `capacity` bytes at `buffer` (the caller's) and set `*got`; 0 is the end. May block, and honours
   * cancellation. [call-thread] Failure: CHITTY_CANCELLED, or a code that the source explains in its own words;
   * `*got` is then 0 and the stream is dead. */
  chitty_status(CHITTY_CALL* read)(void* context, void* buffer, uint64_t capacity, uint64_t* got);
} chitty_source;

/* --- Errors ---------------------------------------------------------------------------------------------------- */

/* What went wrong, in words. The caller allocates it, zeroes it and sets `struct_size`; the callee fills it and sets
 * `release`; the caller calls `release` once if it is not null, which frees the texts and nulls itself (ABI-17). */
typedef struct chitty_error {
  uint32_t struct_size;
  chitty_status code; /* one of the above, never CHITTY_OK once filled */
  chitty_str message; /* one sentence: what, and why. Until released */
  chitty_str hint;    /* what to do about it; may be empty. Until released */
  chitty_str details; /* a JSON object, or empty. Until released */
  uint32_t retryable; /* 1: the same call may succeed later */
  uint32_t reserved0;
  uint64_t retry_after_ms;                               /* 0: unknown */
  void* owner;                                           /* the callee's own */
  void(CHITTY_CALL* release)(struct chitty_error* self); /* [any-thread], once */
} chitty_error;

/* --- The entry ------------------------------------------------------------------------------------------------- */

typedef struct chitty_call chitty_call;                   /* the host's: one run of one command or one service request */
typedef struct chitty_instance chitty_instance;           /* the plugin's: what `create` made */
typedef struct chitty_http_response chitty_http_response; /* the host's: one reply being read */
typedef struct chitty_visit chitty_visit;                 /* the host's: one visit of a browser being waited for */
typedef struct chitty_hash chitty_hash;                   /* the host's: a hash of what comes in pieces */

/* What the host gives to the entry; lives as long as the process. */
typedef struct chitty_host {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t reserved0;
  chitty_str name;    /* "chitty", "chittyd", or a test's name. For the life of the process */
  chitty_str version; /* of the host program, for messages only: never decide by it */

  /* The table of the extension `id` ("chitty.http/1"), or null if this host does not offer it: a normal answer
   * (ABI-09). Ids are compared whole. [any-thread] The table lives as long as the process. Cannot fail. */
  const void*(CHITTY_CALL* get_extension)(const chitty_str* id);
} chitty_host;

/* What the plugin writes at the entry. The host allocates it and sets `struct_size` to its capacity; the plugin fills
 * the fields that lie within, and sets `struct_size` to what it filled (ABI-07). */
typedef struct chitty_plugin {
  uint32_t struct_size;
  uint32_t abi_major;     /* built for */
  uint32_t abi_minor;     /* built for */
  uint32_t abi_minor_min; /* needs at least; above the host's minor, the host refuses (ABI-02) */
  chitty_str name;        /* as in the manifest. For the life of the process */
  chitty_str version;     /* as in the manifest. For the life of the process */

  /* The plugin's table for the extension `id`, or null. As in chitty_host. */
  const void*(CHITTY_CALL* get_extension)(const chitty_str* id);

  /* Make an instance in `*out`: the plugin's memory, one for each worker that the host wants, any number of times.
   * [any-thread] Failure: `*out` is untouched and nothing is kept. May be null: then instances are null. */
  chitty_status(CHITTY_CALL* create)(chitty_instance** out, chitty_error* error);

  /* End an instance; null is allowed. No call of it may be running. [any-thread] Cannot fail. May be null. */
  void(CHITTY_CALL* destroy)(chitty_instance* instance);
} chitty_plugin;

/* The one symbol that a plugin exports, the same name for ever (ABI-01). A function, since not every toolchain can
 * export data. Called once for each time the library is loaded, on any thread, before anything else; does no work
 * beyond filling `plugin` and keeping `host` (ABI-20).
 * Failure: CHITTY_NOT_SUPPORTED if `host` lacks what the plugin requires (say which in `error`);
 * CHITTY_INVALID_ARGUMENT if a pointer is null or a size is too small. `plugin` is then untouched. */
#define CHITTY_PLUGIN_ENTRY "chitty_plugin_entry_v1"
typedef chitty_status(CHITTY_CALL* chitty_plugin_entry_fn)(const chitty_host* host, chitty_plugin* plugin,
                                                           chitty_error* error);

/* Declared here, so that a definition with other arguments does not compile. The host only looks it up. */
CHITTY_EXPORT chitty_status CHITTY_CALL chitty_plugin_entry_v1(const chitty_host* host, chitty_plugin* plugin,
                                                               chitty_error* error);

/* --- What a plugin may offer ----------------------------------------------------------------------------------- */

/* chitty.commands/1: the handlers behind the manifest's commands. */
#define CHITTY_EXT_COMMANDS "chitty.commands/1"
typedef struct chitty_commands {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Write the path of each handler to `out`, one write each ("id mint"), in any order. Tests hold it against the
   * manifest. [any-thread] Failure: only what the sink returned. */
  chitty_status(CHITTY_CALL* list)(const chitty_sink* out);

  /* Run the command `path` with `arguments`: a JSON object, a member for each argument and option that was given or
   * has a default, already of the declared type. Records go to chitty.output/1. [call-thread] Failure: the error is
   * shown to the person and decides the exit code; records already written stay written. */
  chitty_status(CHITTY_CALL* invoke)(chitty_instance* instance, chitty_call* call, const chitty_str* path,
                                     const chitty_str* arguments, chitty_error* error);
} chitty_commands;

/* chitty.service/1: the plugin's own local implementation of its remote type, hosted by `chittyd`. Its routes, scopes
 * and migrations stand in the manifest; here is only what happens. */
#define CHITTY_EXT_SERVICE "chitty.service/1"
typedef struct chitty_service {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Write the name of each route handler to `out`, one write each. As in chitty_commands. */
  chitty_status(CHITTY_CALL* list)(const chitty_sink* out);

  /* Called once in each worker process after the migrations have run and before the first request. May use the store.
   * [call-thread] Failure: the service answers 503 with the error's sentence. May be null. */
  chitty_status(CHITTY_CALL* start)(chitty_instance* instance, chitty_call* call, chitty_error* error);

  /* Answer one request, whose facts and body come through chitty.exchange/1. The gate has let it pass.
   * [service-threads] Failure before the reply has begun: the host answers with the status of the code's class and
   * the error as JSON; after that it cuts the connection. A transaction left open is rolled back. */
  chitty_status(CHITTY_CALL* handle)(chitty_instance* instance, chitty_call* call, chitty_error* error);

  /* Do what there is to do without anybody asking: work that a request has left behind, a mailbox to look at, what has
   * expired. Called first when the service has started, then again `*after` milliseconds after it has returned, which it
   * sets (at most a day; 0: as the host likes, a minute), or as soon as `handle` of this daemon has written something; on a
   * thread of its own in each worker, never twice at once there, but on several daemons of one database at once: claim the
   * work in the store. The call has the store, blobs, crypto, events, the clock, the log, chitty.fetch/1, and other services
   * as this one (CHITTY_PEER_AS_SERVICE), but no exchange. It stops soon once the call is cancelled. [own thread]
   * Failure: is logged; a transaction left open is rolled back, and it is called again after a minute. May be null. */
  chitty_status(CHITTY_CALL* tend)(chitty_instance* instance, chitty_call* call, uint64_t* after, chitty_error* error);
} chitty_service;

/* chitty.identity/1: for a plugin whose service provides the role `identity`: who is behind a bearer token. The daemon
 * asks it for each token that it does not know by itself, and enforces what it is told. */
#define CHITTY_EXT_IDENTITY "chitty.identity/1"
typedef struct chitty_identity {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Write to `caller` who `token` is (any text, at most 4096 bytes, as it came over the wire), as a JSON object:
   *   {"subject":"...","scopes":["acme:read","acme:*"],"token_id":"...","expires_at":N,"limit":{"requests":N,"window_ms":N}}
   * `expires_at` is in milliseconds since 1970; absent, the token does not expire. `limit` is how many requests it has
   * in each window, over all daemons of the database; absent: any number. `subject_limit`, of the same form, is what all
   * tokens of its subject have together, so that a new one does not begin anew. The scope "admin:*" stands for every scope.
   * The call has the store, crypto, the clock and the log, but no exchange; it only reads. An answer is used for at
   * most one second, so that a revocation is felt everywhere within it. [service-threads]
   * Failure: UNAUTHENTICATED when nobody is to be known by it (never was, revoked, expired); its sentence is shown to
   * whoever sent the token. Any other: the request is answered by 503. */
  chitty_status(CHITTY_CALL* check)(chitty_instance* instance, chitty_call* call, const chitty_str* token,
                                    const chitty_sink* caller, chitty_error* error);

  /* Be told every few seconds which tokens have been used since: a JSON array of {"token_id":"...","count":N,"at":N},
   * `at` in milliseconds since 1970. May write. [service-threads] Failure: is logged, and the counts are lost. May be
   * null. */
  chitty_status(CHITTY_CALL* used)(chitty_instance* instance, chitty_call* call, const chitty_str* uses,
                                   chitty_error* error);
} chitty_identity;

/* chitty.event-log/1: the service that provides the role `events`: what is recorded by chitty.events/1, and by the host itself,
 * comes to rest there. */
#define CHITTY_EXT_EVENT_LOG "chitty.event-log/1"
typedef struct chitty_event_log {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Keep `events`, a JSON array of 1 to 1000, in the order in which they are to stand:
   *   {"at":"2026-11-23T14:25:37.000Z","service":"acme","type":"thing.made","subject":"...","actor":"...",
   *    "request_id":"...","data":{...}}
   * `subject`, `actor` and `request_id` may be null. The call has the store, crypto, the clock and the log, and is within a
   * transaction of its service, as after chitty_store.begin: what is written and the removal of the events from where they
   * waited become durable together, so that none is lost or kept twice. Nothing is begun or ended here. [service-threads]
   * Failure: all is rolled back, and the same events come again later. */
  chitty_status(CHITTY_CALL* take)(chitty_instance* instance, chitty_call* call, const chitty_str* events,
                                   chitty_error* error);
} chitty_event_log;

/* chitty.policy/1: the service that provides the role `policy`: where requests go besides to services by their names, how many
 * there may be, and what becomes of the sums of those that there were. */
#define CHITTY_EXT_POLICY "chitty.policy/1"
typedef struct chitty_policy {
  uint32_t struct_size;
  uint32_t reserved0;

  /* The policy that is in force, one JSON document, written whole; nothing at all when its version is `known` (0: none is):
   *   {"version":7,
   *    "routes":[{"id":"...","prefix":"/api/x","service":"acme"},{"id":"...","prefix":"/ext","url":"https://...",...}],
   *    "limits":[{"id":"...","target":"acme","user":"...","each":true,"requests":1000,"periodMs":3600000,"burst":1000,
   *               "shadow":false,"whenStoreIsDown":"open"}],
   *    "resets":[{"subject":"...","epoch":2}]}
   * A version is greater than those before it. `target` of a limit is a service's name, a path ("/api/x", by whole segments, as
   * the client sent it) or "*"; with `user` it is for that subject alone, with `each` everybody has it for themselves, and else
   * all have it together. A request counts for what its route says; never more are admitted, within any time t, than `burst`
   * + t * `requests` / `periodMs`, by all daemons of the database together. What is counted stands in the daemon's table
   * chitty_rates (limit_id, subject, epoch, tat, at, refused), which this service may read: `tat` - `at` are the nanoseconds
   * until the limit is whole again, as of `at`, nanoseconds since 1970. A subject, or a target, among `resets` has a fresh start with each
   * new `epoch`.
   * Asked at the start and several times a second; the call has the store, crypto, the clock and the log, but no exchange; it
   * only reads. [service-threads] Failure, or a document that cannot be understood: is logged, and what was in force stays. */
  chitty_status(CHITTY_CALL* policy)(chitty_instance* instance, chitty_call* call, uint64_t known, const chitty_sink* document,
                                     chitty_error* error);

  /* Be told every few seconds what requests there were since, on this daemon: a JSON array of 1 to 1000 sums,
   *   {"minute":N,"service":"acme","route":"GET /things","class":2,"count":9,"bytesIn":0,"bytesOut":900,"latency":[[412,7],[413,2]]}
   *   {"minute":N,"service":"acme","caller":"...","count":9,"errors":1,"bytesOut":900}
   * `minute` is in milliseconds since 1970. Of `latency`, [i, n]: n requests took more than 1.02^(i-1) and at most 1.02^i
   * microseconds; streams are counted and not in it. `caller` is empty for requests without a token, and "*" for those of all
   * that there were too many of. `errors` are those with 500 and more. May write. [service-threads] Failure: is logged, and the
   * same sums come again later. May be null. */
  chitty_status(CHITTY_CALL* measured)(chitty_instance* instance, chitty_call* call, const chitty_str* sums,
                                       chitty_error* error);
} chitty_policy;

/* --- What the host offers to every call ------------------------------------------------------------------------ */

/* chitty.call/1: time and cancellation (ABI-22). */
#define CHITTY_EXT_CALL "chitty.call/1"
typedef struct chitty_call_api {
  uint32_t struct_size;
  uint32_t reserved0;

  /* 1 once the call is to stop (Ctrl-C, deadline, client gone). Cheap: ask in every loop. [any-thread] */
  uint32_t(CHITTY_CALL* cancelled)(const chitty_call* call);

  /* The deadline in nanoseconds of CLOCK_MONOTONIC; UINT64_MAX if there is none. [any-thread] */
  uint64_t(CHITTY_CALL* deadline)(const chitty_call* call);

  /* Sleep for `nanoseconds` or until cancelled: CHITTY_OK or CHITTY_CANCELLED. What a service has written of a streamed
   * reply is sent first, for 0 nanoseconds too. [call-thread] */
  chitty_status(CHITTY_CALL* wait)(chitty_call* call, uint64_t nanoseconds);

  /* Milliseconds since 1970-01-01T00:00:00Z, by the host's clock (a test's clock in tests). [any-thread] */
  int64_t(CHITTY_CALL* now)(const chitty_call* call);
} chitty_call_api;

/* chitty.log/1: words for whoever looks into a problem; shown with --verbose, kept in the daemon's log. Secrets that
 * the host knows are removed. */
#define CHITTY_EXT_LOG   "chitty.log/1"
#define CHITTY_LOG_DEBUG 0u
#define CHITTY_LOG_INFO  1u
#define CHITTY_LOG_WARN  2u
typedef struct chitty_log {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Note one line. `call` may be null outside a call. [any-thread] Cannot fail. */
  void(CHITTY_CALL* write)(const chitty_call* call, uint32_t level, const chitty_str* text);
} chitty_log;

/* --- What the host offers to commands -------------------------------------------------------------------------- */

/* chitty.output/1: the command's result. A handler never prints; the host chooses the view. */
#define CHITTY_EXT_OUTPUT "chitty.output/1"
typedef struct chitty_output {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Give one record: a JSON value. [call-thread] Failure: CHITTY_INVALID_ARGUMENT (not JSON, too large),
   * CHITTY_CANCELLED (the reader has gone); earlier records stand. */
  chitty_status(CHITTY_CALL* record)(chitty_call* call, const chitty_str* json, chitty_error* error);

  /* Give bytes as they are, for commands whose view is `raw` or `stream`. [call-thread] As record. */
  chitty_status(CHITTY_CALL* bytes)(chitty_call* call, const void* data, uint64_t len, chitty_error* error);

  /* Say how far a long work is: `done` of `total` (0: unknown) `label`s. Cheap: call it often. [call-thread] */
  void(CHITTY_CALL* progress)(chitty_call* call, uint64_t done, uint64_t total, const chitty_str* label);

  /* Say one line to the person, on stderr: a warning or what happens next. [call-thread] */
  void(CHITTY_CALL* note)(chitty_call* call, const chitty_str* text);
} chitty_output;

/* chitty.input/1: what the person gives beside the arguments. */
#define CHITTY_EXT_INPUT "chitty.input/1"
typedef struct chitty_input {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Read standard input: up to `capacity` bytes to `buffer`, `*got` set, 0 is the end. [call-thread]
   * Failure: CHITTY_CANCELLED. */
  chitty_status(CHITTY_CALL* read)(chitty_call* call, void* buffer, uint64_t capacity, uint64_t* got,
                                   chitty_error* error);

  /* Ask one line at the terminal and write the answer to `answer`; `secret` 1 hides the typing. [call-thread]
   * Failure: CHITTY_INVALID_ARGUMENT when there is no terminal (the hint names the option to use instead),
   * CHITTY_CANCELLED. */
  chitty_status(CHITTY_CALL* ask)(chitty_call* call, const chitty_str* question, uint32_t secret,
                                  const chitty_sink* answer, chitty_error* error);
} chitty_input;

/* chitty.terminal/1: a conversation with the person, for commands that go on until the person ends them. The terminal stays the
 * host's (ABI-19): it reads, edits and shows what is typed. */
#define CHITTY_EXT_TERMINAL "chitty.terminal/1"
typedef struct chitty_terminal {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Let the person write a message behind `prompt`, with an editor's keys, and write it to `answer`: one line, or several (a
   * backslash before Enter, Alt-Enter, what is pasted). `history` is a JSON array of earlier ones, the oldest first, or empty.
   * What was given to chitty.output/1 so far is shown before. [call-thread] Failure: NOT_FOUND (there is no more: Ctrl-D),
   * CANCELLED (Ctrl-C while it was written, `details.typed` is what there was: the call goes on, unless `cancelled` is 1),
   * INVALID_ARGUMENT (standard input or standard error is not a terminal: read chitty.input/1). */
  chitty_status(CHITTY_CALL* message)(chitty_call* call, const chitty_str* prompt, const chitty_str* history,
                                      const chitty_sink* answer, chitty_error* error);

  /* Take a Ctrl-C as meant for what was running and not for the call: 1 when the call goes on, `cancelled` is then 0 again. 0
   * when it was not Ctrl-C that stopped it. Until this is called, a second Ctrl-C ends the program, and so do the two seconds
   * that a command has to stop in. [call-thread] Cannot fail. */
  uint32_t(CHITTY_CALL* go_on)(chitty_call* call);
} chitty_terminal;

/* chitty.http/1: one request to the remote that the command runs against. Address, TLS, authentication, retries,
 * failover, redirects, proxies, gzip, dry run, trace and redaction are the host's. */
#define CHITTY_EXT_HTTP        "chitty.http/1"
#define CHITTY_HTTP_ANY_STATUS 1u /* flag: give me every status; else 400 and above become errors */
#define CHITTY_HTTP_REPEATABLE 2u /* flag: may be sent again though its method is not safe */
#define CHITTY_HTTP_PUBLIC     4u /* flag: needs no credential: do not fail when there is none */
#define CHITTY_HTTP_ANONYMOUS  8u /* flag: goes without the credential, even where there is one. A host that does not know it: as PUBLIC, given too */
typedef struct chitty_http_request {
  uint32_t struct_size;
  uint32_t flags;
  chitty_str method;           /* "POST" */
  chitty_str target;           /* path and query as they go on the wire, below the remote's base URL: "/mint" */
  chitty_str remote;           /* empty: the call's own remote; else a remote's name, or a remote type under manifest `uses` */
  chitty_str headers;          /* a JSON object of strings, or empty; no Authorization, no Host */
  chitty_str body;             /* sent when `source` is null */
  const chitty_source* source; /* the body as a stream, or null. Read during send only */
  uint64_t source_length;      /* its length, or UINT64_MAX when unknown */
} chitty_http_request;

typedef struct chitty_http {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Send and wait for the head of the reply, in `*out`, to be released by you. [call-thread] Failure: the person's
   * sentence is in `error` (CONFIGURATION no such remote or credential, UNREACHABLE, TIMEOUT, CANCELLED; by status, in
   * the service's words, UNAUTHENTICATED 401, PERMISSION_DENIED 403, NOT_FOUND 404 410, TIMEOUT 408, CONFLICT 409 412,
   * RATE_LIMITED 429, UNREACHABLE 502 to 504, MALFORMED others from 500, REFUSED others); `*out` is then null. Under
   * --dry-run a request that would change something is shown and answered by CHITTY_CANCELLED. */
  chitty_status(CHITTY_CALL* send)(chitty_call* call, const chitty_http_request* request, chitty_http_response** out,
                                   chitty_error* error);

  /* The HTTP status, 200 to 599. [call-thread] */
  int32_t(CHITTY_CALL* status)(const chitty_http_response* response);

  /* Write the value of the header `name` (any case) to `value`; several are joined by ", ". [call-thread]
   * Failure: CHITTY_NOT_FOUND when it is absent. */
  chitty_status(CHITTY_CALL* header)(const chitty_http_response* response, const chitty_str* name,
                                     const chitty_sink* value);

  /* Read the body, decoded: up to `capacity` bytes, `*got` set, 0 is the end. [call-thread]
   * Failure: UNREACHABLE (cut off), TIMEOUT, CANCELLED. */
  chitty_status(CHITTY_CALL* read)(chitty_http_response* response, void* buffer, uint64_t capacity, uint64_t* got,
                                   chitty_error* error);

  /* End the response, read or not; null is allowed. [call-thread], before the call returns. */
  void(CHITTY_CALL* release)(chitty_http_response* response);
} chitty_http;

/* chitty.config/1: the settings of the remote that the command runs against, and the person's configuration file. */
#define CHITTY_EXT_CONFIG "chitty.config/1"
typedef struct chitty_config {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Write the effective settings of the remote `name` (empty: the call's own) as a JSON object, defaults in, secrets
   * left out. [call-thread] Failure: CONFIGURATION. */
  chitty_status(CHITTY_CALL* remote)(chitty_call* call, const chitty_str* name, const chitty_sink* json,
                                     chitty_error* error);

  /* Write the value at the dotted key (`chittyos.environment`) as JSON, references unresolved. [call-thread]
   * Failure: NOT_FOUND when it is not set. */
  chitty_status(CHITTY_CALL* get)(chitty_call* call, const chitty_str* key, const chitty_sink* json,
                                  chitty_error* error);

  /* Set the value at the dotted key in the user's file, atomically; JSON null removes it. [call-thread]
   * Failure: CONFIGURATION (not writable, or the result would not be valid); the file is unchanged. */
  chitty_status(CHITTY_CALL* set)(chitty_call* call, const chitty_str* key, const chitty_str* json,
                                  chitty_error* error);

  /* Keep `value` as the secret `name` and write the reference to use in the configuration ("keyring:NAME" or
   * "file:PATH") to `reference`. [call-thread] Failure: CONFIGURATION; nothing is kept. */
  chitty_status(CHITTY_CALL* keep_secret)(chitty_call* call, const chitty_str* name, const chitty_str* value,
                                          const chitty_sink* reference, chitty_error* error);

  /* Keep `value` as the secret `setting` of the remote `name` (empty: the call's own) and let the configuration of the
   * call's environment refer to it, in one step. An empty `setting` is the remote's credential. With the flag SHARED
   * it becomes the credential that all services of the environment share. [call-thread] Failure: CONFIGURATION;
   * nothing is kept, and the earlier one stands. */
  chitty_status(CHITTY_CALL* keep_credential)(chitty_call* call, const chitty_str* name, const chitty_str* setting,
                                              uint32_t flags, const chitty_str* value, chitty_error* error);

  /* Write the secret `setting` of the remote `name`, resolved, to `value`; empty means as in keep_credential. For
   * protocols that carry a secret in the body; the host adds credentials to requests by itself. The host takes the
   * value out of all that it shows. [call-thread] Failure: NOT_FOUND (there is none), CONFIGURATION (cannot be had). */
  chitty_status(CHITTY_CALL* secret)(chitty_call* call, const chitty_str* name, const chitty_str* setting,
                                     const chitty_sink* value, chitty_error* error);
} chitty_config;
#define CHITTY_CREDENTIAL_SHARED 1u

/* chitty.browser/1: the person's browser, for what must be agreed to there (RFC 8252): the host listens on the loopback
 * interface for the one visit that brings the answer. */
#define CHITTY_EXT_BROWSER "chitty.browser/1"
typedef struct chitty_browser {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Listen on 127.0.0.1 at `port` (0: a free one) for a visit of `path` ("/callback"), and write the address that it
   * is visited at to `url`; `*out` is to be released. Visits of other paths get 404 and count for nothing.
   * [call-thread] Failure: CONFLICT (the port is taken); `*out` is then null. */
  chitty_status(CHITTY_CALL* listen)(chitty_call* call, uint32_t port, const chitty_str* path, const chitty_sink* url,
                                     chitty_visit** out, chitty_error* error);

  /* Open `url` (http or https) in the person's browser. [call-thread] Failure: NOT_SUPPORTED when there is none to be
   * seen from here (no display, a remote shell, CHITTY_BROWSER=none). */
  chitty_status(CHITTY_CALL* open)(chitty_call* call, const chitty_str* url, chitty_error* error);

  /* Wait for the visit and write its query parameters to `query`: a JSON object of strings; one that is there twice is
   * a failure. [call-thread] Failure: TIMEOUT, CANCELLED, MALFORMED. */
  chitty_status(CHITTY_CALL* wait)(chitty_visit* visit, const chitty_sink* query, chitty_error* error);

  /* Answer the visit with a small page that says `text` (plain text; the host escapes it). Once, after wait.
   * [call-thread] A browser that has left meanwhile is no failure. */
  void(CHITTY_CALL* answer)(chitty_visit* visit, const chitty_str* text);

  /* End the visit, waited for or not; null is allowed. [call-thread], before the call returns. */
  void(CHITTY_CALL* release)(chitty_visit* visit);
} chitty_browser;

/* chitty.run/1: another command, run as if the person had typed it. Plugins meet through commands and services only. */
#define CHITTY_EXT_RUN "chitty.run/1"
typedef struct chitty_run {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Run the command of `words`, a JSON array of strings: its path or a remote's name, arguments, options
   * (["board","add","--title","New"]). The global options are this call's. Each record is one write to `records` and
   * nothing of it is shown; notes and progress are. At most 8 deep. [call-thread] Failure: INVALID_ARGUMENT (no such
   * command or argument: the sentence says what to install or to add), CONFIGURATION, or the command's own. */
  chitty_status(CHITTY_CALL* run)(chitty_call* call, const chitty_str* words, const chitty_sink* records,
                                  chitty_error* error);

  /* Run a command in a process of its own, so that whatever ends it ends nothing else. `order` is a JSON object: "words", as
   * above; and, each of which may be absent: "input", what it reads (text); "timeMs"; "outputBytes", how much of its output is
   * kept and of its standard error given (1 MiB); "dryRun", true or false. It has this process's environment and working folder,
   * this call's global options but --remote, --yes and --jq, no terminal, and a process group of its own; it writes NDJSON. Each
   * line of its standard error goes to `lines` (may be null) as it comes. `stop` (may be null) is asked with `context` every few
   * milliseconds: 1 ends the group, by SIGTERM and two seconds later by SIGKILL, as the end of its time does. The result:
   * {"ended":"exited","exitCode":0,"signal":0,"durationMs":12,"output":"...","outputBytes":9}. `ended` is "exited", "signal",
   * "time" or "stopped"; `outputBytes` counts what was not kept as well. What it does wrong is its exit code: a crash is 8. A
   * question that it would ask is refused, consent too: add "--yes" where it was given. At most 8 within each other.
   * [any-thread], several at once while the call lasts; `lines` and `stop` are called on the thread that asks. Failure:
   * INVALID_ARGUMENT (an order that is none), PLUGIN_FAULT (the ninth), CANCELLED and TIMEOUT (the call is), HOST_FAULT. When
   * this is not there: `run` alone. */
  chitty_status(CHITTY_CALL* apart)(chitty_call* call, const chitty_str* order, const chitty_sink* lines,
                                    uint32_t(CHITTY_CALL* stop)(void* context), void* context, const chitty_sink* result,
                                    chitty_error* error);
} chitty_run;

/* chitty.local/1: the local daemon of this machine, for the plugin that offers commands to run it. */
#define CHITTY_EXT_LOCAL "chitty.local/1"
typedef struct chitty_local {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Do `action` with `options` (a JSON object) and write what is then so as JSON. [call-thread]
   *   "init"    {"port":N?}: make the data folder, the owner's token (0600) and the port, keep what is there already
   *   "up"      {"port":N?,"foreground":bool?,"tls":bool?,"tlsPort":N?,"tlsCertificate":FILE?,"tlsKey":FILE?,
   *              "authority":FILE?}: start the daemon unless it runs (so), wait until it answers
   *   "down"    {"timeoutMs":N?}: stop it gracefully
   *   "status"  {}: address, process, services and their health
   *   "quotas"  {}: {"quotas":[...]}, what of each kind one may have, and who has most
   *   "database" {"work":WORD,...}: the owner's work on its database, by a chittyd of its own (core/daemon/admin); rows and bytes
   *             are the command's output
   *   "background-start" {"name":NAME,"words":[...]}, "background-stop" {"name":NAME,"timeoutMs":N?}, "background-status"
   *             {"name":NAME}: a command of ours as a process that stays, one of each name; "background-enter"
   *             {"name":NAME,"address":URL}: it says of itself that it is there
   * Failure: CONFLICT (port taken, by whom), CONFIGURATION (folder), UNREACHABLE (did not come up: last log lines),
   * NOT_SUPPORTED (no such action). */
  chitty_status(CHITTY_CALL* act)(chitty_call* call, const chitty_str* action, const chitty_str* options,
                                  const chitty_sink* json, chitty_error* error);
} chitty_local;

/* chitty.probe/1: which of many addresses answer, asked at once and without any credential, whoever may be there. */
#define CHITTY_EXT_PROBE "chitty.probe/1"
typedef struct chitty_probe {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Send one GET to each of `urls`, a JSON array of 1 to 1000 texts (http, https), many at a time, and write to `results` a
   * JSON array in the same order: {"status":200,"contentType":"application/json","body":"...","durationMs":12} of one that
   * answered, {"reason":"refused","message":"...","durationMs":3} of one that did not. `body` is the first 64 KiB; absent
   * where that is no text. No redirect is followed. `milliseconds` is how long each may take as a whole, from finding its
   * address to the last byte; `reason` is then "timeout". [call-thread] Failure: INVALID_ARGUMENT, CANCELLED, HOST_FAULT. */
  chitty_status(CHITTY_CALL* get)(chitty_call* call, const chitty_str* urls, uint64_t milliseconds,
                                  const chitty_sink* results, chitty_error* error);
} chitty_probe;

/* chitty.child/1: a program that somebody else wrote, run once, in a child process with limits. Whether the person wants that
 * is asked before: by the command's `confirm`. */
#define CHITTY_EXT_CHILD "chitty.child/1"
typedef struct chitty_child {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Run the `len` bytes at `program` (a script with its "#!" line, or an executable file) and write to `result` how it ended.
   * `order` is a JSON object: "name"; "sha256", of the program, 64 hex digits; "input", what it reads (text, may be absent);
   * "timeMs", "memoryBytes" (of all its processes together), "processes", "outputBytes" (of each of its two outputs: what is
   * kept), "fileBytes" (of each file that it writes). It has no environment, an empty folder to work in that is removed afterwards, none of our
   * files, no more rights than this process and no way to get more; and when it ends, whatever it has started ends, too.
   * The result: {"ended":"exited","exitCode":0,"signal":0,"durationMs":12,"output":"...","errors":"...","outputBytes":9,
   * "errorBytes":0,"leftBehind":0,"walls":["processes","files"]}. `ended` is "exited", "signal", "time", "memory" or
   * "processes": the limit that it hit. `outputBytes` counts what was not kept as well. `leftBehind` is how many processes were
   * ended with it. `walls` says what it could not get out of on this machine: "processes" (a namespace of its own), "files"
   * (it reads programs and libraries, and writes in its folder, and nothing else). Under --dry-run it is told and not run.
   * [call-thread] Failure: REFUSED (the program's hash is another), INVALID_ARGUMENT (an order that is none; a program that
   * this machine cannot run), CANCELLED, HOST_FAULT. */
  chitty_status(CHITTY_CALL* run)(chitty_call* call, const chitty_str* order, const void* program, uint64_t len,
                                  const chitty_sink* result, chitty_error* error);
} chitty_child;

/* chitty.catalogue/1: what is installed here, as the manifests say it, without opening anything. For commands and for
 * services. */
#define CHITTY_EXT_CATALOGUE "chitty.catalogue/1"
typedef struct chitty_catalogue {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Write each plugin found to `plugins`, one write each, in the order of their names: {"name":"acme","version":"1.2.0",
   * "path":"...","sha256":"...","origin":"your plugins","manifest":{...},"note":"..."} of one that is used, {"path":"...","reason":"...",
   * "hint":"..."} (and what else is known) of one that is refused. `manifest` is the one inside the file, whole: what
   * its schemas refer to is in its own `$defs`. [call-thread] Failure: only what the sink returned. */
  chitty_status(CHITTY_CALL* plugins)(chitty_call* call, const chitty_sink* plugins, chitty_error* error);

  /* Write the manifest that the host itself has for the commands that come without any plugin (`plugin list`, `config set`) to
   * `manifest`, in the same form. [call-thread] Failure: NOT_SUPPORTED (for services: they have none), the sink's. */
  chitty_status(CHITTY_CALL* builtin)(chitty_call* call, const chitty_sink* manifest, chitty_error* error);
} chitty_catalogue;

/* --- What the daemon offers to services ------------------------------------------------------------------------ */

/* chitty.exchange/1: the request being answered, and the reply. */
#define CHITTY_EXT_EXCHANGE "chitty.exchange/1"
typedef struct chitty_exchange_info {
  uint32_t struct_size;
  uint32_t reserved0;
  chitty_str handler;      /* the route's handler name in the manifest. All borrowed for the call */
  chitty_str method;       /* "POST" */
  chitty_str path;         /* below the service's own root, decoded: "/v2/things/list" */
  chitty_str parameters;   /* the path's parameters: a JSON object of strings; in their types where the route says them */
  chitty_str query;        /* the query's parameters: a JSON object of strings; of several, the last. Where the route says
                            * its query: in their types, held against it, with defaults */
  chitty_str content_type; /* of the body, lower case, without parameters; may be empty */
  chitty_str caller;       /* {"subject":"...","scopes":[...],"token_id":"...","owner":bool,"expires_at":N?}; {} on a
                            * public route that was asked without a right token */
  chitty_str request_id;   /* unique; also in the access log and the reply's X-Request-Id */
  chitty_str base_url;     /* the service's own address as the client sees it, no slash at the end */
  chitty_str target;       /* path and query as they came, still encoded, from the daemon's root: "/acme/x?a=1&a=2" */
  chitty_str client;       /* the address of whoever is connected: "127.0.0.1"; empty for another service */
  chitty_str sees;         /* whose things this caller is shown: "own", "public" or "any" (`sees` and `widens` of the route);
                            * empty where the route does not say. When it is not there: as where it does not say */
} chitty_exchange_info;

typedef struct chitty_exchange {
  uint32_t struct_size;
  uint32_t reserved0;

  /* The facts of the request; never null for a call of `handle`. Borrowed for the call. [call-thread] */
  const chitty_exchange_info*(CHITTY_CALL* info)(const chitty_call* call);

  /* Write the value of the request header `name` (any case) to `value`. A bearer token is the gate's and is not given;
   * on a public route another kind of Authorization is. [call-thread] Failure: NOT_FOUND. */
  chitty_status(CHITTY_CALL* header)(const chitty_call* call, const chitty_str* name, const chitty_sink* value);

  /* Read the body: up to `capacity` bytes, `*got` set, 0 is the end. Of a route that says its body it fits already.
   * [call-thread] Failure: INVALID_ARGUMENT (larger than the route allows; a line that does not fit), UNREACHABLE
   * (client gone), TIMEOUT (client too slow). */
  chitty_status(CHITTY_CALL* read)(chitty_call* call, void* buffer, uint64_t capacity, uint64_t* got,
                                   chitty_error* error);

  /* Begin the reply: status, and headers as a JSON object of strings (or empty); an array of strings is a header that
   * stands there several times, as Set-Cookie may. Once. `length` is the body's, or UINT64_MAX to stream. [call-thread] Failure: PLUGIN_FAULT (begun already), UNREACHABLE. */
  chitty_status(CHITTY_CALL* begin)(chitty_call* call, int32_t status, const chitty_str* headers, uint64_t length,
                                    chitty_error* error);

  /* Give bytes of the reply's body. [call-thread] Blocks while the client is slow. Failure: UNREACHABLE. */
  chitty_status(CHITTY_CALL* write)(chitty_call* call, const void* data, uint64_t len, chitty_error* error);

  /* The body's next line that is not blank, to `line` in one write, without its end; `*number` (may be null) counts from
   * 1. Where the route's body is `ndjson`, the line fits its schema. Instead of `read`. [call-thread] Failure: NOT_FOUND
   * (the body has ended), INVALID_ARGUMENT (the line does not fit: the next call goes on behind it; or it is longer than
   * 1 MiB: the body has ended), RATE_LIMITED (it counts for more than the caller has left: likewise), and those of
   * `read`. */
  chitty_status(CHITTY_CALL* line)(chitty_call* call, uint64_t* number, const chitty_sink* line, chitty_error* error);

  /* May `holder`, a subject (empty: whoever asks), have `more` things of the `kind` that the manifest declares
   * (service.quotas)? Asked within the transaction that makes them, before they are made. Always when the caller is the
   * owner, an administrator or a service. [call-thread] Failure: PERMISSION_DENIED (details.left: how many there may still
   * be), PLUGIN_FAULT (no such kind; no transaction), and those of chitty.store/1. When this is not there: there are no
   * quotas. */
  chitty_status(CHITTY_CALL* quota)(chitty_call* call, const chitty_str* kind, uint64_t more, const chitty_str* holder,
                                    chitty_error* error);

  /* This request counts for `units` requests more, besides what its route declares (`cost`), with each limit of whoever
   * asks, or for none when one says no. For what is known only once it has been looked at; ask before it is done. Before
   * the reply begins, its X-RateLimit-Remaining says what is left then. [call-thread] Failure: RATE_LIMITED (return it as
   * it is). Whoever has no limit has as many as they like. When this is not there: the request counts for what its route
   * declares. */
  chitty_status(CHITTY_CALL* charge)(chitty_call* call, uint64_t units, chitty_error* error);
} chitty_exchange;

/* chitty.store/1: SQL on the daemon's database, SQLite or PostgreSQL. Write SQL that both understand; parameters are
 * named, `:name`. */
#define CHITTY_EXT_STORE "chitty.store/1"
typedef struct chitty_store {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Run one statement. `parameters` is a JSON object of numbers, strings, booleans and nulls (or empty). Each row is
   * one write to `rows` (which may be null): a JSON object, columns in order. `*changed` (may be null) is the number
   * of rows inserted, updated or deleted. Outside a transaction each statement is its own. [call-thread] Failure:
   * CONFLICT (unique or foreign key; details.constraint), INVALID_ARGUMENT (bad SQL or parameter), HOST_FAULT (disk
   * full, database gone); the statement has then changed nothing, and its transaction goes on. */
  chitty_status(CHITTY_CALL* run)(chitty_call* call, const chitty_str* sql, const chitty_str* parameters,
                                  const chitty_sink* rows, uint64_t* changed, chitty_error* error);

  /* Begin, commit, roll back the call's transaction; one at a time. `begin` waits for the service's write lock: what is
   * read of its tables then holds to the end. After a commit the data is on disk. [call-thread] Failure: PLUGIN_FAULT
   * (none, or begun already), TIMEOUT (lock), HOST_FAULT (disk); after a failed commit all is rolled back. */
  chitty_status(CHITTY_CALL* begin)(chitty_call* call, chitty_error* error);
  chitty_status(CHITTY_CALL* commit)(chitty_call* call, chitty_error* error);
  chitty_status(CHITTY_CALL* rollback)(chitty_call* call, chitty_error* error);

  /* Wait until something was written to the service's tables, by whomever and on whichever daemon of the database, that is not
   * in `*seen` (0: returns at once), or for `nanoseconds`, or for less where the host does not hear of other daemons; sets
   * `*seen`. It says only that it is time to look. Not within a transaction. What a service has written of a streamed reply is
   * sent first. [call-thread] Failure: CANCELLED. */
  chitty_status(CHITTY_CALL* await_change)(chitty_call* call, uint64_t* seen, uint64_t nanoseconds);
} chitty_store;

/* chitty.blobs/1: content-addressed bytes. An address is "sha256:" and 64 hex digits of the content. */
#define CHITTY_EXT_BLOBS "chitty.blobs/1"
typedef struct chitty_blobs {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Keep what `source` gives and write its address to `address`; `*size` (may be null) its bytes. Durable when it
   * returns; the same content twice is kept once. [call-thread] Failure: the source's, HOST_FAULT (disk full); nothing
   * is kept. */
  chitty_status(CHITTY_CALL* put)(chitty_call* call, const chitty_source* source, const chitty_sink* address,
                                  uint64_t* size, chitty_error* error);

  /* Write the content at `address` to `out`, in pieces, its hash checked on the way. [call-thread] Failure: NOT_FOUND;
   * HOST_FAULT (the content no longer fits its address: what was written is not to be used). */
  chitty_status(CHITTY_CALL* get)(chitty_call* call, const chitty_str* address, const chitty_sink* out,
                                  chitty_error* error);
} chitty_blobs;

/* chitty.crypto/1: what services and commands need of cryptography, so that no plugin links its own. Keys are JSON Web
 * Keys (RFC 7517) as JSON text; signatures are JWS algorithm names (RFC 7518, RFC 8037). */
#define CHITTY_EXT_CRYPTO "chitty.crypto/1"
typedef struct chitty_crypto {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Fill `len` bytes (at most 4096) with randomness fit for keys. [any-thread] Failure: HOST_FAULT. */
  chitty_status(CHITTY_CALL* random)(void* buffer, uint64_t len, chitty_error* error);

  /* SHA-256 of `data` into the 32 bytes at `digest`. [any-thread] Cannot fail. */
  void(CHITTY_CALL* sha256)(const void* data, uint64_t len, uint8_t* digest);

  /* Make a private key for `algorithm` ("EdDSA" on Ed25519, "ES256") and write it to `jwk`, with `kid` its RFC 7638
   * thumbprint. [any-thread] Failure: NOT_SUPPORTED (algorithm), HOST_FAULT. */
  chitty_status(CHITTY_CALL* generate)(const chitty_str* algorithm, const chitty_sink* jwk, chitty_error* error);

  /* Sign `data` by `jwk` (private) and write the raw signature (JWS form) to `signature`. [any-thread] Failure:
   * INVALID_ARGUMENT (key). */
  chitty_status(CHITTY_CALL* sign)(const chitty_str* jwk, const void* data, uint64_t len, const chitty_sink* signature,
                                   chitty_error* error);

  /* Check `signature` of `data` by `jwk` (public or private). [any-thread] CHITTY_OK: it fits. Failure: REFUSED (it
   * does not), INVALID_ARGUMENT (key). */
  chitty_status(CHITTY_CALL* verify)(const chitty_str* jwk, const void* data, uint64_t len,
                                     const chitty_str* signature, chitty_error* error);

  /* Begin a SHA-256 of what comes in pieces, in `*out`, to be released. [any-thread] Failure: HOST_FAULT; `*out` is then null.
   * When these four are not there: `sha256` alone. */
  chitty_status(CHITTY_CALL* hash_begin)(chitty_hash** out, chitty_error* error);

  /* Add `len` bytes at `data`. [any-thread], one at a time. Cannot fail. */
  void(CHITTY_CALL* hash_add)(chitty_hash* hash, const void* data, uint64_t len);

  /* The SHA-256 of all that was added so far into the 32 bytes at `digest`; more may be added after. As hash_add. */
  void(CHITTY_CALL* hash_digest)(const chitty_hash* hash, uint8_t* digest);

  /* End it; null is allowed. [any-thread] */
  void(CHITTY_CALL* hash_release)(chitty_hash* hash);
} chitty_crypto;

/* chitty.events/1: record that something happened, for whichever service provides the role `events`. */
#define CHITTY_EXT_EVENTS "chitty.events/1"
typedef struct chitty_events {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Record `{"type":"identity.minted","subject":"...","data":{...}}`; actor, time, service and request are added. Part
   * of the call's transaction if there is one. [call-thread] Failure: INVALID_ARGUMENT; HOST_FAULT. */
  chitty_status(CHITTY_CALL* record)(chitty_call* call, const chitty_str* event, chitty_error* error);
} chitty_events;

/* chitty.peer/1: another service of this daemon, asked within the process: its route, its gate and its words are those
 * that a client meets over HTTP. */
#define CHITTY_EXT_PEER        "chitty.peer/1"
#define CHITTY_PEER_AS_SERVICE 1u /* flag: as this service itself, with the scopes of the manifest's service.uses */
typedef struct chitty_peer {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Send `method` `target` (path and query below the root of `service`, a remote type) with `headers` (a JSON object of
   * strings, or empty) and the JSON text `body` (or empty), as the call's caller or with the flag AS_SERVICE as this
   * service. Write the body of the reply, whatever its status, to `reply` and set `*status`. Not within a transaction:
   * the other service has its own. [call-thread] Failure: NOT_FOUND (no such service is installed), PLUGIN_FAULT (a
   * transaction is open, or service.uses does not name it), CANCELLED. */
  chitty_status(CHITTY_CALL* send)(chitty_call* call, uint32_t flags, const chitty_str* service,
                                   const chitty_str* method, const chitty_str* target, const chitty_str* headers,
                                   const chitty_str* body, int32_t* status, const chitty_sink* reply,
                                   chitty_error* error);

  /* Which services there are, and what their routes ask for: a JSON object of arrays of scopes, by service,
   * {"tracker":["tracker:read","tracker:write"],...}; the daemon itself is among them. [call-thread] Failure: the sink's.
   * When this is not there: nobody knows. */
  chitty_status(CHITTY_CALL* scopes)(chitty_call* call, const chitty_sink* json, chitty_error* error);
} chitty_peer;

/* chitty.settings/1: what the operator has set for this service, `chittyos.services.NAME.KEY` of the daemon's configuration, as
 * service.settings of the manifest says. A service whose settings do not fit that is out of order, and says why. */
#define CHITTY_EXT_SETTINGS "chitty.settings/1"
typedef struct chitty_settings {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Write the value of the setting `key` as JSON: as it was when this worker began, its default where none is set; of one that
   * the manifest calls secret, the secret itself. In each call of a service, `start` and `tend` too. [call-thread] Failure:
   * NOT_FOUND (nothing is set, and there is no default), PLUGIN_FAULT (the manifest does not declare it). */
  chitty_status(CHITTY_CALL* get)(chitty_call* call, const chitty_str* key, const chitty_sink* json, chitty_error* error);
} chitty_settings;

/* chitty.fetch/1: one request of a service to an address elsewhere. TLS, proxies, redirects (never to another host with what is
 * secret), retries of what is safe, gzip and bounds are the host's, as with chitty.http/1. */
#define CHITTY_EXT_FETCH "chitty.fetch/1"
typedef struct chitty_fetch_request {
  uint32_t struct_size;
  uint32_t flags;              /* CHITTY_HTTP_REPEATABLE */
  chitty_str method;           /* "POST" */
  chitty_str url;              /* absolute, http or https */
  chitty_str headers;          /* a JSON object of strings, or empty; Authorization may be among them, Host may not */
  chitty_str body;             /* sent when `source` is null */
  const chitty_source* source; /* the body as a stream, or null. Read during send only */
  uint64_t source_length;      /* its length, or UINT64_MAX when unknown */
  uint64_t milliseconds;       /* for the head of the reply, and then for each wait for more of it; 0: 30,000 */
} chitty_fetch_request;

typedef struct chitty_fetch {
  uint32_t struct_size;
  uint32_t reserved0;

  /* Send and wait for the head of the reply, whatever its status, in `*out`: read it by `head`, `read` and `release`. An address
   * of this machine or of a network behind it is refused, each time that a name is looked up, unless the operator has allowed
   * it (`chittyos.reach`): a stranger's address must not lead to what only this machine sees. Not within a transaction.
   * [call-thread] Failure: REFUSED (such an address; a redirect that is not followed), UNREACHABLE, TIMEOUT, CANCELLED,
   * INVALID_ARGUMENT (address, headers), PLUGIN_FAULT (a transaction is open); `*out` is then null. */
  chitty_status(CHITTY_CALL* send)(chitty_call* call, const chitty_fetch_request* request, chitty_http_response** out,
                                   chitty_error* error);

  /* The status and the headers of the reply, as {"status":200,"headers":{"content-type":"..."}}: names in lower case, several
   * of one name joined by ", ". [call-thread] Failure: only what the sink returned. */
  chitty_status(CHITTY_CALL* head)(const chitty_http_response* response, const chitty_sink* json);

  /* Read the body, decoded: up to `capacity` bytes, `*got` set, 0 is the end. [call-thread] Failure: UNREACHABLE (cut off),
   * TIMEOUT, CANCELLED. */
  chitty_status(CHITTY_CALL* read)(chitty_http_response* response, void* buffer, uint64_t capacity, uint64_t* got,
                                   chitty_error* error);

  /* End the response, read or not; null is allowed. [call-thread], before the call returns. */
  void(CHITTY_CALL* release)(chitty_http_response* response);
} chitty_fetch;

/* --- Layout, asserted in the author's own build (ABI-05): a wrong compiler flag fails here, not at a customer's. -- */

#define CHITTY_FITS(type, size) (sizeof(type) == (size) && __alignof__(type) == 8)
#if defined(__cplusplus) && __cplusplus >= 201103L
#define CHITTY_LAYOUT(type, size) static_assert(CHITTY_FITS(type, size), "chitty ABI: layout of " #type)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CHITTY_LAYOUT(type, size) _Static_assert(CHITTY_FITS(type, size), "chitty ABI: layout of " #type)
#else
#define CHITTY_LAYOUT(type, size) typedef char type##_layout[CHITTY_FITS(type, size) ? 1 : -1]
#endif

CHITTY_LAYOUT(chitty_str, 16);
CHITTY_LAYOUT(chitty_sink, 24);
CHITTY_LAYOUT(chitty_source, 24);
CHITTY_LAYOUT(chitty_error, 88);
CHITTY_LAYOUT(chitty_host, 56);
CHITTY_LAYOUT(chitty_plugin, 72);
CHITTY_LAYOUT(chitty_commands, 24);
CHITTY_LAYOUT(chitty_service, 40);
CHITTY_LAYOUT(chitty_identity, 24);
CHITTY_LAYOUT(chitty_event_log, 16);
CHITTY_LAYOUT(chitty_policy, 24);
CHITTY_LAYOUT(chitty_call_api, 40);
CHITTY_LAYOUT(chitty_log, 16);
CHITTY_LAYOUT(chitty_output, 40);
CHITTY_LAYOUT(chitty_input, 24);
CHITTY_LAYOUT(chitty_terminal, 24);
CHITTY_LAYOUT(chitty_http_request, 104);
CHITTY_LAYOUT(chitty_http, 48);
CHITTY_LAYOUT(chitty_config, 56);
CHITTY_LAYOUT(chitty_browser, 48);
CHITTY_LAYOUT(chitty_run, 24);
CHITTY_LAYOUT(chitty_local, 16);
CHITTY_LAYOUT(chitty_probe, 16);
CHITTY_LAYOUT(chitty_child, 16);
CHITTY_LAYOUT(chitty_catalogue, 24);
CHITTY_LAYOUT(chitty_exchange_info, 200);
CHITTY_LAYOUT(chitty_exchange, 72);
CHITTY_LAYOUT(chitty_store, 48);
CHITTY_LAYOUT(chitty_blobs, 24);
CHITTY_LAYOUT(chitty_crypto, 80);
CHITTY_LAYOUT(chitty_events, 16);
CHITTY_LAYOUT(chitty_peer, 24);
CHITTY_LAYOUT(chitty_settings, 16);
CHITTY_LAYOUT(chitty_fetch_request, 96);
CHITTY_LAYOUT(chitty_fetch, 40);

#ifdef __cplusplus
}
#endif

#endif /* CHITTY_PLUGIN_H */
