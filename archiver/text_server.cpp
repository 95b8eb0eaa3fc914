#include "archiver/text_server.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "archiver/text/pdf_text.hpp"
#include "crm_core/base/memory.hpp"

namespace tradewind::archiver {

namespace {

// Sanitizers reserve terabytes of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool limits_memory = false;
#else
constexpr bool limits_memory = true;
#endif

// A fork and its page faults cost as much as a document, so a child reads several. A crafted one might tamper with the
// texts of those after it in the same child; that is what the number bounds.
constexpr int documents_of_child = 32;
constexpr std::size_t most_growth = std::size_t{64} << 20;  // of resident memory: leaks and fragments go with the child

struct Job {
  TextRequest request;
  int document = -1;
  int answer = -1;
};

// The soft limit only, as the next document may be given another.
void limit(decltype(RLIMIT_AS) what, std::size_t value) {
  rlimit bound{};
  getrlimit(what, &bound);
  bound.rlim_cur = std::min<rlim_t>(value, bound.rlim_max);
  setrlimit(what, &bound);
}

// The terminal's and the service manager's signals go to the whole group, but what is queued is still to be indexed:
// the server ends when its owner does, and a child with the server.
void prepare_server(int& socket) {
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGPIPE}) signal(number, SIG_IGN);
  for (const int number : {SIGCHLD, SIGSEGV, SIGABRT, SIGALRM, SIGXCPU, SIGXFSZ}) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
  socket = dup2(socket, 3);
  if (socket != 3) _exit(1);
  closefrom(4);
  // poppler writes its complaints to stderr, which is the daemon's log.
  const int nowhere = open("/dev/null", O_RDWR);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, standard);
  close(nowhere);
  prctl(PR_SET_NAME, "crm-text-reader");
}

// False when the owner is gone (or sends what it never does).
bool receive(int socket, Job& job) {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(request_descriptors * sizeof(int))> control{};
  iovec bytes{&job.request, sizeof job.request};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t got = 0;
  do got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (got != static_cast<ssize_t>(sizeof job.request) || header == nullptr || header->cmsg_type != SCM_RIGHTS ||
      header->cmsg_len != CMSG_LEN(request_descriptors * sizeof(int)))
    return false;
  std::array<int, request_descriptors> files{};
  std::memcpy(files.data(), CMSG_DATA(header), sizeof files);
  job.document = files[0];
  job.answer = files[1];
  return true;
}

// Each document has its own bounds; who passes those of time, by the clock or of the processor, is killed by the
// kernel.
void set_bounds(const TextRequest& request, std::size_t own_address_space) {
  limit(RLIMIT_FSIZE, 1 + most_answer_bytes(request.limits));
  if (limits_memory) limit(RLIMIT_AS, own_address_space + request.isolation.memory_bytes + request.document_bytes);
  const auto wall = std::max<std::chrono::microseconds>(request.isolation.wall, std::chrono::microseconds(1));
  const itimerval clock{{0, 0}, {wall.count() / 1'000'000, wall.count() % 1'000'000}};
  setitimer(ITIMER_REAL, &clock, nullptr);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  limit(RLIMIT_CPU, static_cast<std::size_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + clock.it_value.tv_sec + 2));
}

void stop_clock() {
  const itimerval none{};
  setitimer(ITIMER_REAL, &none, nullptr);
}

// False when the answer could not be told, or the child is not to be trusted with another document.
bool read_document(const Job& job) {
  const TextRequest& request = job.request;
  std::string_view document;
  if (request.document_bytes > 0) {
    void* const mapped = mmap(nullptr, request.document_bytes, PROT_READ, MAP_PRIVATE, job.document, 0);
    if (mapped == MAP_FAILED) return false;
    document = {static_cast<const char*>(mapped), request.document_bytes};
  }
  const auto text = attachment_text(document, request.media_type.data(), request.file_name.data(), request.limits);
  if (!document.empty()) munmap(const_cast<char*>(document.data()), document.size());
  const char first = text                                       ? answer_text
                     : text.error().fault == Fault::unsupported ? answer_unsupported
                                                                : answer_invalid;
  return write_all(job.answer, {&first, 1}) && write_all(job.answer, text ? *text : text.error().message);
}

// The life of a child: the job it was forked for and those that follow, until it has read its share, has grown, or is
// killed. Ends with 0 only between two documents.
[[noreturn]] void read_documents(Job job, int socket, pid_t server) {
  // The server has one thread and waits for this child, so this is its death and no thread's.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != server) _exit(1);
  limit(RLIMIT_CORE, 0);
  const std::size_t own = address_space_bytes(), begin = resident_bytes();
  for (int read = 1;; ++read) {
    set_bounds(job.request, own);
    if (!read_document(job)) _exit(1);
    stop_clock();
    close(job.document);
    close(job.answer);
    const bool last = read == documents_of_child || resident_bytes() > begin + most_growth;
    const char outcome = child_ended;
    if (send(socket, &outcome, 1, MSG_NOSIGNAL) != 1) _exit(0);
    if (last || !receive(socket, job)) _exit(0);
  }
}

// Whether the child ended between two documents: then whoever asked has the last answer.
bool read_in_child(const Job& job, int socket) {
  const pid_t server = getpid();
  const pid_t child = fork();
  if (child == 0) read_documents(job, socket, server);
  close(job.document);
  close(job.answer);
  if (child < 0) return false;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// What the children would each do again: bind the libraries' functions, fill their tables. It also shows whether the
// server was forked amid another thread's use of them, see IsolatedText.
void warm_up() {
  keep_pdf_reader_ready();
  static_cast<void>(attachment_text("<html><p>a text</p></html>", "text/html", "a.html"));
}

}  // namespace

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void serve_texts(int socket) {
  prepare_server(socket);
  Job job;
  for (bool warm = false; receive(socket, job); warm = true) {
    if (!warm) warm_up();
    const char outcome = child_failed;
    if (!read_in_child(job, socket) && send(socket, &outcome, 1, MSG_NOSIGNAL) != 1) break;
  }
  _exit(0);
}

}  // namespace tradewind::archiver
