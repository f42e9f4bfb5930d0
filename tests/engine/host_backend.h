/// The device half of the engine on the CPU: the kernels that CUDA launches, run by teams of one or
/// of a few threads, which shows whether they wait for one another where they must.
#pragma once

#include <algorithm>
#include <barrier>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// Threads of the CPU as a team.
template <int kThreads>
class ThreadTeam {
 public:
  static constexpr int kSize = kThreads;
  struct Meeting {
    std::barrier<> barrier{kThreads};
    alignas(16) unsigned char values[kThreads][16];
    std::vector<float> shared;
  };

  ThreadTeam(Meeting& meeting, int rank) : meeting_(meeting), rank_(rank) {}

  int rank() const { return rank_; }
  void sync() { meeting_.barrier.arrive_and_wait(); }
  float* shared() { return meeting_.shared.data(); }
  template <class T>
  T sum(T value) {
    return join(value, kThreads, [](T a, T b) { return a + b; });
  }
  template <class T>
  T largest(T value) {
    return join(value, kThreads, [](T a, T b) { return std::max(a, b); });
  }
  template <class T>
  T smallest(T value) {
    return join(value, kThreads, [](T a, T b) { return std::min(a, b); });
  }
  template <class T>
  T sum_before(T value) {
    return join(value, rank_, [](T a, T b) { return a + b; });
  }
  template <class T>
  T from(T value, int rank) {
    return join(
        value, kThreads, [](T, T b) { return b; }, rank);
  }

 private:
  /// Joins the values of members first..count-1; T{} if there are none.
  template <class T, class Join>
  T join(T value, int count, const Join& join, int only = -1) {
    std::memcpy(meeting_.values[rank_], &value, sizeof value);
    sync();
    T result{};
    for (int i = only < 0 ? 0 : only; i < (only < 0 ? count : only + 1); ++i) {
      T theirs;
      std::memcpy(&theirs, meeting_.values[i], sizeof theirs);
      result = i == 0 || only >= 0 ? theirs : join(result, theirs);
    }
    sync();
    return result;
  }

  Meeting& meeting_;
  int rank_;
};

/// See engine/cuda/recurrent_network.h.  @tparam kThreads  of a team.
template <int kThreads>
class HostBackend {
 public:
  explicit HostBackend(void* stream = nullptr) : stream_(stream) {}

  template <class T>
  class Array {
   public:
    Array() = default;
    // New memory is full of nonsense, as a device's.
    explicit Array(int64_t count) : values_(static_cast<size_t>(std::max<int64_t>(count, 1))) {
      std::memset(values_.data(), 0xA5, values_.size() * sizeof(T));
    }
    T* data() const { return values_.empty() ? nullptr : values_.data(); }

   private:
    mutable std::vector<T> values_;
  };

  template <class T>
  Array<T> allocate(int64_t count) const {
    return Array<T>(count);
  }
  void copy(void* to, const void* from, size_t bytes) const {
    if (bytes > 0) std::memcpy(to, from, bytes);
  }
  void clear(void* to, size_t bytes) const { std::memset(to, 0, bytes); }
  void fill(void* to, int byte, size_t bytes) const { std::memset(to, byte, bytes); }
  void wait() const {}
  void* stream() const { return stream_; }
  void use(void* stream) { stream_ = stream; }

  template <class Kernel>
  void launch(const Kernel& kernel, int64_t pieces) const {
    if constexpr (kThreads == 1) {
      run(kernel, 0, pieces, 1);
    } else if constexpr (Kernel::kTeam == kThread) {
      std::vector<std::jthread> threads;
      for (int rank = 0; rank < kThreads; ++rank) {
        threads.emplace_back([&, rank] { run(kernel, rank, pieces, kThreads); });
      }
    } else {
      typename ThreadTeam<kThreads>::Meeting meeting;
      meeting.shared.resize(Kernel::kSharedFloats);
      std::vector<std::jthread> threads;
      for (int rank = 0; rank < kThreads; ++rank) {
        threads.emplace_back([&, rank] {
          ThreadTeam<kThreads> team(meeting, rank);
          for (int64_t piece = 0; piece < pieces; ++piece) {
            kernel(team, piece);
            team.sync();
          }
        });
      }
    }
  }

 private:
  template <class Kernel>
  static void run(const Kernel& kernel, int64_t first, int64_t pieces, int64_t step) {
    std::vector<float> shared(Kernel::kSharedFloats);
    SerialTeam team(shared.data());
    for (int64_t piece = first; piece < pieces; piece += step) kernel(team, piece);
  }

  void* stream_;  // of no effect
};

}  // namespace lingan::engine
