// Everything that core must not do, to prove that the test of its purity would notice. Never run.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <random>
#include <thread>

#include <sys/socket.h>
#include <unistd.h>

int be_impure();

int be_impure() {
  std::ofstream file("/tmp/file");
  std::mutex mutex;
  const std::scoped_lock lock(mutex);
  std::thread([] {}).join();
  std::random_device chance;
  std::printf("%s %d", std::getenv("HOME"), std::rand());
  sleep(1);
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  return socket(AF_INET, SOCK_DGRAM, 0) + static_cast<int>(chance()) + static_cast<int>(now);
}
