#include "nginx.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "must.hpp"

namespace bench {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  return {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
}

/// One that nobody has at the moment.
std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at = loopback(0);
  socklen_t size = sizeof at;
  must(::bind(probe, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
       ::getsockname(probe, reinterpret_cast<sockaddr*>(&at), &size) == 0);
  ::close(probe);
  return ntohs(at.sin_port);
}

bool listens(std::uint16_t port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in at = loopback(port);
  const bool does = ::connect(probe, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  ::close(probe);
  return does;
}

std::filesystem::path make_home() {
  std::string name = (std::filesystem::temp_directory_path() / "gamewire-nginx-XXXXXX").string();
  must(::mkdtemp(name.data()) != nullptr);
  return name;
}

void configure(const std::filesystem::path& home, std::uint16_t port) {
  std::ofstream(home / "nginx.conf") << "daemon off;\nworker_processes 1;\nerror_log "
                                     << (home / "error.log").string() << ";\npid " << (home / "pid").string()
                                     << ";\nevents {}\nhttp {\n  access_log off;\n  tcp_nodelay on;\n"
                                        "  keepalive_requests 1000000000;\n  default_type application/json;\n"
                                        "  client_body_temp_path "
                                     << (home / "body").string() << ";\n  proxy_temp_path "
                                     << (home / "proxy").string() << ";\n  fastcgi_temp_path "
                                     << (home / "fastcgi").string() << ";\n  uwsgi_temp_path "
                                     << (home / "uwsgi").string() << ";\n  scgi_temp_path "
                                     << (home / "scgi").string()
                                     << ";\n  server {\n    listen 127.0.0.1:" << port
                                     << ";\n    location / { return 200 '" << small_json << "'; }\n  }\n}\n";
}

}  // namespace

nginx::nginx() : home_(make_home()), port_(free_port()), process_(-1) {
  configure(home_, port_);
  process_ = ::fork();
  must(process_ >= 0);
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // should this process die
    const std::string file = (home_ / "nginx.conf").string();
    const std::string log = (home_ / "error.log").string();
    ::execlp("nginx", "nginx", "-p", home_.c_str(), "-e", log.c_str(), "-c", file.c_str(), nullptr);
    ::execl("/usr/sbin/nginx", "nginx", "-p", home_.c_str(), "-e", log.c_str(), "-c", file.c_str(), nullptr);
    ::_exit(127);
  }
  for (int tries = 0; !listens(port_); ++tries) {
    must(tries < 200 && ::waitpid(process_, nullptr, WNOHANG) == 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

nginx::~nginx() {
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(home_, ignored);
}

}  // namespace bench
