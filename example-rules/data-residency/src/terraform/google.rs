//! Where the resources of the `google` and `google-beta` providers keep data. Sorted by name. The place of a resource
//! itself is its `location`, `region` or `zone`, else its provider's; the paths here lead to the other places.

use super::types::{
    Type, backed_up, backup, backup_at, backup_within, copied_to, link, store, store_at, unwritten, within,
};
use crate::policy::Role;

pub(crate) static TYPES: &[Type] = &[
    backup("google_alloydb_backup", &[]),
    store("google_alloydb_cluster", &[backed_up("automated_backup_policy.location")]),
    within("google_alloydb_instance", "cluster", &[]),
    store_at("google_app_engine_application", "location_id", &[]),
    store("google_artifact_registry_repository", &[]),
    backup("google_backup_dr_backup_vault", &[]),
    backup("google_backup_dr_management_server", &[]),
    store("google_bigquery_dataset", &[]),
    within("google_bigquery_table", "dataset_id", &[]),
    store_at("google_bigtable_instance", "cluster.zone", &[]),
    within("google_bigtable_table", "instance_name", &[]),
    store("google_cloud_tasks_queue", &[]),
    store("google_compute_disk", &[]),
    link("google_compute_disk_async_replication", "primary_disk", &[copied_to("secondary_disk.disk")]),
    backup_at("google_compute_image", "storage_locations"),
    store("google_compute_instance", &[]),
    backup_at("google_compute_machine_image", "storage_locations"),
    store("google_compute_region_disk", &[]),
    link(
        "google_compute_resource_policy",
        "",
        &[
            backed_up("snapshot_schedule_policy.snapshot_properties.storage_locations"),
            unwritten(
                Role::Backup,
                &[
                    "snapshot_schedule_policy",
                    "snapshot_schedule_policy.snapshot_properties.storage_locations",
                    "snapshots that state no location go to the nearest multi-region",
                ],
            ),
        ],
    ),
    backup_at("google_compute_snapshot", "storage_locations|source_disk"),
    store("google_container_registry", &[]),
    store("google_data_fusion_instance", &[]),
    store("google_dataproc_metastore_service", &[]),
    store("google_datastream_stream", &[]),
    backup("google_filestore_backup", &[]),
    store("google_filestore_instance", &[]),
    store_at("google_firebase_database_instance", "region", &[]),
    backup_within("google_firestore_backup_schedule", "database"),
    store_at("google_firestore_database", "location_id", &[]),
    within("google_firestore_document", "database", &[]),
    backup("google_gke_backup_backup_plan", &[]),
    store("google_healthcare_dataset", &[]),
    within("google_healthcare_dicom_store", "dataset", &[]),
    within("google_healthcare_fhir_store", "dataset", &[]),
    within("google_healthcare_hl7_v2_store", "dataset", &[]),
    store("google_logging_folder_bucket_config", &[]),
    store("google_logging_organization_bucket_config", &[]),
    store("google_logging_project_bucket_config", &[]),
    store("google_looker_instance", &[]),
    store("google_lustre_instance", &[]),
    store("google_managed_kafka_cluster", &[]),
    store("google_memcache_instance", &[]),
    store("google_memorystore_instance", &[]),
    backup("google_netapp_backup_vault", &[backed_up("backup_region")]),
    store("google_netapp_storage_pool", &[]),
    store("google_netapp_volume", &[]),
    link("google_netapp_volume_replication", "volume_name", &[copied_to("destination_volume_parameters.storage_pool")]),
    store("google_notebooks_instance", &[]),
    store("google_oracle_database_autonomous_database", &[]),
    store_at("google_pubsub_lite_topic", "region zone", &[]),
    within("google_pubsub_subscription", "topic", &[]),
    store_at("google_pubsub_topic", "message_storage_policy.allowed_persistence_regions", &[]),
    store_at("google_redis_cluster", "region", &[]),
    store("google_redis_instance", &[]),
    store("google_secret_manager_regional_secret", &[]),
    store_at(
        "google_secret_manager_secret",
        "replication.user_managed.replicas.location replication.auto replication.automatic",
        &[],
    ),
    within("google_secret_manager_secret_version", "secret", &[]),
    store("google_secure_source_manager_instance", &[]),
    store("google_sourcerepo_repository", &[]),
    backup_within("google_spanner_backup_schedule", "instance"),
    within("google_spanner_database", "instance", &[]),
    store_at("google_spanner_instance", "config", &[]),
    within("google_sql_database", "instance", &[]),
    store(
        "google_sql_database_instance",
        &[
            backed_up("settings.backup_configuration.location").computed(),
            unwritten(
                Role::Backup,
                &[
                    "settings.backup_configuration.enabled",
                    "settings.backup_configuration.location",
                    "backups that state no location go to the nearest multi-region",
                ],
            ),
        ],
    ),
    store_at("google_storage_bucket", "custom_placement_config.data_locations location", &[]),
    within("google_storage_bucket_object", "bucket", &[]),
    link("google_storage_transfer_job", "", &[copied_to("transfer_spec.gcs_data_sink.bucket_name")]),
    store("google_tpu_v2_vm", &[]),
    store("google_vertex_ai_dataset", &[]),
    store("google_vertex_ai_featurestore", &[]),
    store("google_workbench_instance", &[]),
];

/// Types that hold no data at rest, whatever their name or labels suggest. A closing `*` covers all that begin so.
pub(crate) const WITHOUT_DATA: &str = "\
    google_access_context_manager_* google_alloydb_user google_bigquery_analytics_hub_* google_bigquery_connection \
    google_bigquery_data_transfer_config google_bigquery_dataset_access google_bigquery_datapolicy_* \
    google_bigquery_job google_bigquery_reservation* google_bigquery_routine google_certificate_manager_* \
    google_cloud_run_* google_cloud_scheduler_job google_cloudfunctions* google_compute_address \
    google_compute_attached_disk google_compute_backend_* google_compute_disk_resource_policy_attachment \
    google_compute_firewall* google_compute_forwarding_rule google_compute_global_* google_compute_health_check \
    google_compute_instance_template google_compute_network* google_compute_region_disk_resource_policy_attachment \
    google_compute_router* google_compute_ssl_* google_compute_subnetwork* google_compute_target_* \
    google_compute_url_map google_container_cluster google_container_node_pool google_data_catalog_* google_dns_* \
    google_firestore_field google_firestore_index google_folder* google_gke_backup_restore_plan google_gke_hub_* \
    google_kms_* google_logging_metric google_logging_project_exclusion google_logging_project_sink \
    google_monitoring_* google_organization_* google_project* google_secure_source_manager_repository \
    google_service_account* google_service_networking_* google_sql_ssl_cert google_sql_user \
    google_storage_bucket_access_control google_storage_bucket_acl google_storage_default_object_* \
    google_storage_hmac_key google_storage_notification google_storage_object_a* google_vpc_*";
