WITH list_1_read AS (
  SELECT
    *,
    NULLIF(TRIM(CAST(`lot` AS STRING)), '') AS `__disposition_list_1_value_key_0`,
    FALSE AS `__disposition_list_1_0_bad`,
    NOT `n` BETWEEN -1000000000000 AND 1000000000000 AS `__disposition_list_1_1_bad`
  FROM tests
  WHERE
    (
      NOT (
        NULLIF(TRIM(CAST(`lot` AS STRING)), '')
      ) IS NULL
    )
), list_1_gathered AS (
  SELECT
    `__disposition_list_1_value_key_0`,
    ARRAY_AGG(
      STRUCT(
        `ok` AS `__disposition_list_1_0_value`,
        CASE WHEN `__disposition_list_1_1_bad` THEN NULL ELSE CAST(`n` AS INT64) END AS `__disposition_list_1_1_value`
      )
    ) AS `__disposition_list_1_value_given`,
    MAX(
      CASE
        WHEN (
          (
            COALESCE(`__disposition_list_1_0_bad`, FALSE)
          )
          OR (
            COALESCE(`__disposition_list_1_1_bad`, FALSE)
          )
        )
        THEN 1
        ELSE 0
      END
    ) AS `__disposition_list_1_bad`
  FROM list_1_read
  GROUP BY
    `__disposition_list_1_value_key_0`
), source AS (
  SELECT
    *
  FROM qm.lots
), list_1_keyed AS (
  SELECT
    *,
    NULLIF(TRIM(CAST(`no` AS STRING)), '') AS `__disposition_list_1_value_key_0`,
    COUNT(*) OVER (PARTITION BY NULLIF(TRIM(CAST(`no` AS STRING)), '')) AS `__disposition_list_1_value_lots`
  FROM source
), list_1_joined AS (
  SELECT
    __disposition_lots.*,
    __disposition_lines.`__disposition_list_1_value_given`,
    __disposition_lines.`__disposition_list_1_bad` AS `__disposition_list_1_bad_lines`
  FROM list_1_keyed AS __disposition_lots
  LEFT JOIN list_1_gathered AS __disposition_lines
    ON (
      __disposition_lots.`__disposition_list_1_value_key_0` = __disposition_lines.`__disposition_list_1_value_key_0`
    )
), level_0 AS (
  SELECT
    *,
    (
      (
        COALESCE(`__disposition_list_1_bad_lines`, 0) = 1
      )
      OR (
        (
          NOT `__disposition_list_1_value_key_0` IS NULL
        )
        AND (
          `__disposition_list_1_value_lots` > 1
        )
      )
    ) AS `__disposition_list_1_bad`
  FROM list_1_joined
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN NOT `crit` BETWEEN 0 AND 1000000000000
      THEN NULL
      ELSE CAST(`crit` AS INT64)
    END AS `__disposition_count_0_value`,
    CASE
      WHEN NOT `maj` BETWEEN 0 AND 1000000000000
      THEN NULL
      ELSE CAST(`maj` AS INT64)
    END AS `__disposition_count_1_value`,
    CASE
      WHEN `__disposition_list_1_bad`
      THEN NULL
      ELSE CASE
        WHEN NOT `__disposition_list_1_value_given` IS NULL
        THEN `__disposition_list_1_value_given`
        WHEN (
          NOT `__disposition_list_1_value_key_0` IS NULL
        )
        THEN []
      END
    END AS `__disposition_list_1_value`
  FROM level_0
), level_2 AS (
  SELECT
    *,
    CASE
      WHEN (
        (
          `__disposition_count_0_value` IS NULL
        )
        OR (
          `__disposition_count_1_value` IS NULL
        )
      )
      THEN NULL
      ELSE ARRAY(
        SELECT
          item
        FROM UNNEST([
          STRUCT(
            CAST('critical' AS STRING) AS `__disposition_list_0_0_value`,
            CAST(TRUE AS BOOL) AS `__disposition_list_0_1_value`,
            CAST(`__disposition_count_0_value` AS INT64) AS `__disposition_list_0_2_value`
          ),
          STRUCT(
            CAST('major' AS STRING) AS `__disposition_list_0_0_value`,
            CAST(NULL AS BOOL) AS `__disposition_list_0_1_value`,
            CAST(`__disposition_count_1_value` AS INT64) AS `__disposition_list_0_2_value`
          )
        ]) AS item WITH OFFSET AS place
        WHERE
          item.`__disposition_list_0_2_value` > 0
        ORDER BY
          place
      )
    END AS `__disposition_list_0_value`
  FROM level_1
), level_3 AS (
  SELECT
    *,
    CASE
      WHEN NOT `crit` BETWEEN 0 AND 1000000000000
      THEN TRUE
      WHEN NOT `maj` BETWEEN 0 AND 1000000000000
      THEN TRUE
      WHEN `__disposition_list_1_bad`
      THEN TRUE
      ELSE FALSE
    END AS `__disposition_unreadable`,
    (
      (
        CASE
          WHEN (
            (
              NOT `__disposition_list_1_value` IS NULL
            )
            AND (
              NOT (
                COALESCE(
                  EXISTS(
                    SELECT
                      1
                    FROM UNNEST(`__disposition_list_1_value`) AS item_1
                    WHERE
                      NOT (
                        (
                          (
                            NOT (
                              (
                                item_1.`__disposition_list_1_0_value` IS NULL
                              )
                              OR item_1.`__disposition_list_1_0_value`
                            )
                          )
                          OR (
                            NOT (
                              (
                                (
                                  (
                                    NOT item_1.`__disposition_list_1_0_value` IS NULL
                                  )
                                  AND item_1.`__disposition_list_1_0_value`
                                )
                                OR (
                                  item_1.`__disposition_list_1_1_value` IS NULL
                                )
                              )
                              OR (
                                item_1.`__disposition_list_1_1_value` <> 0
                              )
                            )
                          )
                        )
                        OR CASE
                          WHEN (
                            (
                              NOT item_1.`__disposition_list_1_0_value` IS NULL
                            )
                            AND item_1.`__disposition_list_1_0_value`
                          )
                          THEN NOT item_1.`__disposition_list_1_1_value` IS NULL
                          ELSE (
                            (
                              NOT item_1.`__disposition_list_1_1_value` IS NULL
                            )
                            AND (
                              item_1.`__disposition_list_1_1_value` = 0
                            )
                          )
                        END
                      )
                  ),
                  FALSE
                )
              )
            )
          )
          THEN COALESCE(
            (
              SELECT
                SUM(
                  CASE
                    WHEN NOT item_1.`__disposition_list_1_1_value` IS NULL
                    THEN item_1.`__disposition_list_1_1_value`
                    ELSE 0
                  END
                )
              FROM UNNEST(`__disposition_list_1_value`) AS item_1
              WHERE
                (
                  (
                    NOT item_1.`__disposition_list_1_0_value` IS NULL
                  )
                  AND item_1.`__disposition_list_1_0_value`
                )
            ),
            0
          )
        END <= 5
      )
      AND (
        CASE
          WHEN (
            (
              NOT `__disposition_list_0_value` IS NULL
            )
            AND (
              NOT (
                COALESCE(
                  EXISTS(
                    SELECT
                      1
                    FROM UNNEST(`__disposition_list_0_value`) AS item_1
                    WHERE
                      NOT (
                        (
                          (
                            NOT (
                              (
                                item_1.`__disposition_list_0_0_value` IS NULL
                              )
                              OR (
                                item_1.`__disposition_list_0_0_value` = 'critical'
                              )
                            )
                          )
                          OR (
                            NOT (
                              (
                                (
                                  (
                                    NOT item_1.`__disposition_list_0_0_value` IS NULL
                                  )
                                  AND (
                                    item_1.`__disposition_list_0_0_value` = 'critical'
                                  )
                                )
                                OR (
                                  item_1.`__disposition_list_0_2_value` IS NULL
                                )
                              )
                              OR (
                                item_1.`__disposition_list_0_2_value` <> 0
                              )
                            )
                          )
                        )
                        OR CASE
                          WHEN (
                            (
                              NOT item_1.`__disposition_list_0_0_value` IS NULL
                            )
                            AND (
                              item_1.`__disposition_list_0_0_value` = 'critical'
                            )
                          )
                          THEN NOT item_1.`__disposition_list_0_2_value` IS NULL
                          ELSE (
                            (
                              NOT item_1.`__disposition_list_0_2_value` IS NULL
                            )
                            AND (
                              item_1.`__disposition_list_0_2_value` = 0
                            )
                          )
                        END
                      )
                  ),
                  FALSE
                )
              )
            )
          )
          THEN COALESCE(
            (
              SELECT
                SUM(
                  CASE
                    WHEN NOT item_1.`__disposition_list_0_2_value` IS NULL
                    THEN item_1.`__disposition_list_0_2_value`
                    ELSE 0
                  END
                )
              FROM UNNEST(`__disposition_list_0_value`) AS item_1
              WHERE
                (
                  (
                    NOT item_1.`__disposition_list_0_0_value` IS NULL
                  )
                  AND (
                    item_1.`__disposition_list_0_0_value` = 'critical'
                  )
                )
            ),
            0
          )
        END = 0
      )
    ) AS `__disposition_level_0`
  FROM level_2
), level_4 AS (
  SELECT
    *,
    CASE
      WHEN `__disposition_unreadable`
      THEN 0
      WHEN `__disposition_level_0` IS NULL
      THEN 1
      WHEN `__disposition_level_0`
      THEN 2
      ELSE 3
    END AS `__disposition_ending`
  FROM level_3
)
SELECT
  `no`,
  `crit`,
  `maj`,
  CASE
    WHEN `__disposition_ending` IN (0)
    THEN CAST(NULL AS STRING)
    WHEN `__disposition_ending` IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS `decision_outcome`,
  CASE
    WHEN `__disposition_unreadable`
    THEN ARRAY(
      SELECT
        text
      FROM UNNEST([
        CASE WHEN NOT `crit` BETWEEN 0 AND 1000000000000 THEN 'crit' END,
        CASE WHEN NOT `maj` BETWEEN 0 AND 1000000000000 THEN 'maj' END,
        CASE WHEN `__disposition_list_1_bad` THEN 'tests' END
      ]) AS text
      WHERE
        NOT text IS NULL
    )
    ELSE ARRAY(
      SELECT
        text
      FROM UNNEST([CAST(NULL AS STRING)]) AS text
      WHERE
        NOT text IS NULL
    )
  END AS `decision_unreadable`
FROM level_4
