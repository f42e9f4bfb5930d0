/// Means of the figures of steps, for the training log.
#pragma once

#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace lingan {

/// Figures by name, averaged over the steps since the last record.
class RunningMeans {
 public:
  /// @param weight  > 0: how much the step counts.
  void add(const std::string& name, double value, double weight = 1.0);

  /// The means, by name; starts over.
  std::map<std::string, double> take();

  /// `{name: [sum, weights]}`, for a checkpoint.
  nlohmann::json save() const;
  /// @throws nlohmann::json::exception for anything else than save() gives.
  void restore(const nlohmann::json& sums);

 private:
  struct Sum {
    double sum = 0.0;
    double weights = 0.0;
  };
  std::map<std::string, Sum> sums_;
};

}  // namespace lingan
