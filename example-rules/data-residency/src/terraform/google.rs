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

/// Types, without the name of the provider, that hold no data at rest, whatever their name or labels suggest. A closing
/// `*` covers all that begin so.
pub(crate) const WITHOUT_DATA: &str = "\
    access_context_manager_* alloydb_user bigquery_analytics_hub_* bigquery_connection \
    bigquery_data_transfer_config bigquery_dataset_access bigquery_datapolicy_* bigquery_job bigquery_reservation* \
    bigquery_routine certificate_manager_* cloud_run_* cloud_scheduler_job cloudfunctions* compute_address \
    compute_attached_disk compute_backend_* compute_disk_resource_policy_attachment compute_firewall* \
    compute_forwarding_rule compute_global_* compute_health_check compute_instance_template compute_network* \
    compute_region_disk_resource_policy_attachment compute_router* compute_ssl_* compute_subnetwork* \
    compute_target_* compute_url_map container_cluster container_node_pool data_catalog_* dns_* firestore_field \
    firestore_index folder* gke_backup_restore_plan gke_hub_* kms_* logging_metric logging_project_exclusion \
    logging_project_sink monitoring_* organization_* project* secure_source_manager_repository service_account* \
    service_networking_* sql_ssl_cert sql_user storage_bucket_access_control storage_bucket_acl \
    storage_default_object_* storage_hmac_key storage_notification storage_object_a* vpc_*";
