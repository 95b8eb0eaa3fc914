#include "archiver/text_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <string>

namespace tradewind::archiver {

namespace {

// Sanitizers reserve terabytes of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool limits_memory = false;
#else
constexpr bool limits_memory = true;
#endif

struct Job {
  TextRequest request;
  int document = -1;
  int answer = -1;
};

std::size_t address_space() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0;
  statm >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void limit(decltype(RLIMIT_AS) what, std::size_t value) {
  const rlimit bound{value, value};
  setrlimit(what, &bound);
}

// The terminal's and the service manager's signals go to the whole group, but what is queued is still to be indexed:
// the server ends when its owner does, and a child with the server.
void prepare_server(int& socket) {
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGPIPE}) signal(number, SIG_IGN);
  for (const int number : {SIGCHLD, SIGSEGV, SIGABRT}) signal(number, SIG_DFL);
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

[[noreturn]] void read_document(const Job& job, pid_t server) {
  // The server has one thread and waits for this child, so this is its death and no thread's.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != server) _exit(1);
  const TextRequest& request = job.request;
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 1 + most_answer_bytes(request.limits));
  limit(RLIMIT_CPU, static_cast<std::size_t>(request.isolation.wall.count()) / 1000 + 1);
  if (limits_memory) limit(RLIMIT_AS, address_space() + request.isolation.memory_bytes + request.document_bytes);
  std::string_view document;
  if (request.document_bytes > 0) {
    void* const mapped = mmap(nullptr, request.document_bytes, PROT_READ, MAP_PRIVATE, job.document, 0);
    if (mapped == MAP_FAILED) _exit(1);
    document = {static_cast<const char*>(mapped), request.document_bytes};
  }
  const auto text = attachment_text(document, request.media_type.data(), request.file_name.data(), request.limits);
  const char first = text                                       ? answer_text
                     : text.error().fault == Fault::unsupported ? answer_unsupported
                                                                : answer_invalid;
  const bool told = write_all(job.answer, {&first, 1}) && write_all(job.answer, text ? *text : text.error().message);
  _exit(told ? 0 : 1);
}

// Until the child closes its end by ending, its time is over or the owner is gone.
bool ended_in_time(int child_end, int socket, std::chrono::milliseconds wall) {
  const auto deadline = std::chrono::steady_clock::now() + wall;
  std::array<pollfd, 2> wait{pollfd{child_end, POLLIN, 0}, pollfd{socket, POLLIN, 0}};
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    if (poll(wait.data(), wait.size(), static_cast<int>(left)) > 0) return wait[1].revents == 0;
  }
}

bool read_in_child(const Job& job, int socket) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  const pid_t server = getpid();
  const pid_t child = fork();
  if (child == 0) read_document(job, server);
  close(ends[1]);
  const bool in_time = child > 0 && ended_in_time(ends[0], socket, job.request.isolation.wall);
  close(ends[0]);
  if (child < 0) return false;
  if (!in_time) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// What the children would each do again: bind the libraries' functions, fill their tables. It also shows whether the
// server was forked amid another thread's use of them, see IsolatedText.
void warm_up() {
  constexpr std::string_view pdf =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
      "4 0 obj<</Length 34>>stream\nBT /F 12 Tf 9 9 Td (a text) Tj ET \nendstream endobj\n"
      "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
  static_cast<void>(attachment_text(pdf, "application/pdf", "a.pdf"));
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
    const char outcome = read_in_child(job, socket) ? child_ended : child_failed;
    close(job.document);
    close(job.answer);
    if (send(socket, &outcome, 1, MSG_NOSIGNAL) != 1) break;
  }
  _exit(0);
}

}  // namespace tradewind::archiver
