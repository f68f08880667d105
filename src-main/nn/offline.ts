/**
 * Imported before onnxruntime, whose library otherwise keeps a device ID in the home folder and reports to its maker
 * from the first session on. This application uses no network.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
