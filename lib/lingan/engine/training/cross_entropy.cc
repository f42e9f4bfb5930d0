#include <lingan/engine/training/cross_entropy.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/engine/cpu/cross_entropy.h>

namespace lingan::engine {
namespace {

constexpr int64_t kUnit = 16;  // rows that a thread takes through the vocabulary at a time
constexpr int64_t kGroupRows = 128;
constexpr int64_t kGroupFloats = int64_t{1} << 20;  // 4 MiB: they stay in the last cache

class CrossEntropyRun {
 public:
  CrossEntropyRun(const CrossEntropyTask& task, const CrossEntropyResult& result)
      : task_(task),
        result_(result),
        layer_{.weight = task.weight,
               .panels = nullptr,
               .bias = nullptr,
               .vocabulary = task.vocabulary,
               .width = task.width},
        group_rows_(std::clamp(kGroupFloats / layer_.padded() / kUnit * kUnit, kUnit, kGroupRows)),
        bias_(static_cast<size_t>(layer_.padded()), -std::numeric_limits<float>::infinity()),
        panels_(floats(layer_.padded() * task.width)),
        exponentials_(floats(group_rows_ * layer_.padded())),
        scaled_(floats(group_rows_ * task.width)),
        scale_(floats(group_rows_)) {
    std::copy_n(task.bias, task.vocabulary, bias_.begin());
    layer_.panels = panels_.get();
    layer_.bias = bias_.data();
    parallel_for(panels(), 16, [this](int64_t begin, int64_t end) {
      pack_panels({task_.weight, task_.vocabulary, task_.width}, begin, end, panels_.get());
    });
  }

  void run() {
    if (result_.weight) clear();
    for (int64_t first = 0; first < task_.rows; first += group_rows_) {
      const int64_t count = std::min(group_rows_, task_.rows - first);
      parallel_for((count + kUnit - 1) / kUnit, 1, [&](int64_t begin, int64_t end) {
        for (int64_t unit = begin; unit < end; ++unit) {
          softmax_rows(layer_, rows(first, unit * kUnit, std::min(kUnit, count - unit * kUnit)));
        }
      });
      if (result_.weight) add_group(first, count);
    }
    if (result_.weight) subtract_targets();
  }

 private:
  static std::unique_ptr<float[]> floats(int64_t count) {
    return std::make_unique_for_overwrite<float[]>(static_cast<size_t>(count));
  }
  int64_t panels() const { return panels_of(task_.vocabulary); }

  void clear() {
    std::fill_n(result_.weight, task_.vocabulary * task_.width, 0.0f);
    std::fill_n(result_.bias, task_.vocabulary, 0.0f);
  }

  /// Rows first + begin .. of the task, begin .. of their group.
  SoftmaxRows rows(int64_t first, int64_t begin, int64_t count) {
    const int64_t row = first + begin;
    return {.count = count,
            .hidden = task_.hidden + row * task_.width,
            .targets = task_.targets + row,
            .weights = task_.weights + row,
            .exponentials = exponentials_.get() + begin * layer_.padded(),
            .nll = result_.nll + row,
            .scaled = scaled_.get() + begin * task_.width,
            .scale = scale_.get() + begin,
            .gradient = result_.weight ? result_.hidden + row * task_.width : nullptr};
  }

  void add_group(int64_t first, int64_t count) {
    const SoftmaxRows group = rows(first, 0, count);
    parallel_for(panels(), 4, [&](int64_t begin, int64_t end) {
      for (int64_t panel = begin; panel < end; ++panel) {
        const int64_t token = panel * kPanel;
        add_softmax_gradient(layer_, {group, result_.weight, result_.bias}, token,
                             std::min(token + kPanel, task_.vocabulary));
      }
    });
  }

  void subtract_targets() {
    for (int64_t row = 0; row < task_.rows; ++row) {
      const float weight = task_.weights[row];
      const float* hidden = task_.hidden + row * task_.width;
      float* gradient = result_.weight + task_.targets[row] * task_.width;
      for (int64_t k = 0; k < task_.width; ++k) gradient[k] -= weight * hidden[k];
      result_.bias[task_.targets[row]] -= weight;
    }
  }

  const CrossEntropyTask& task_;
  const CrossEntropyResult& result_;
  SoftmaxLayer layer_;
  int64_t group_rows_;
  std::vector<float> bias_;
  std::unique_ptr<float[]> panels_;
  std::unique_ptr<float[]> exponentials_;  // [group, padded V]
  std::unique_ptr<float[]> scaled_;        // [group, H]
  std::unique_ptr<float[]> scale_;         // [group]
};

}  // namespace

bool cross_entropy_takes(int64_t width) { return width % 32 == 0 && width <= 128; }

void cross_entropy(const CrossEntropyTask& task, const CrossEntropyResult& result) {
  CrossEntropyRun(task, result).run();
}

}  // namespace lingan::engine
