//! From a submission and a problem's tests to test reports.
